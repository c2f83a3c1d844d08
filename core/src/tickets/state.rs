//! The states (状态) of requirements §4.1.

use crate::words::words;

words! {
    /// Where a ticket stands. Paused, transferred and reopened are states of their own, as in §4.1.
    State {
        /// Submitted (已提交), §4.1 no. 0.
        Submitted = "submitted",
        /// Accepted (已受理), no. 1.
        Accepted = "accepted",
        /// Dispatched (已派单), no. 2.
        Dispatched = "dispatched",
        /// Engineer on site (已到场), no. 3.
        OnSite = "on_site",
        /// Executing (处理中), no. 4.
        Executing = "executing",
        /// Feedback given (已反馈), no. 5.
        FeedbackGiven = "feedback_given",
        /// Completed (已完工), no. 6.
        Completed = "completed",
        /// Rated (已评价), no. 7.
        Rated = "rated",
        /// Return visit done (已回访), no. 8.
        Visited = "visited",
        /// Closed (已关闭), no. 9.
        Closed = "closed",
        /// Reviewed (已复盘), no. 10.
        Reviewed = "reviewed",
        /// Reopened (重新打开), R.
        Reopened = "reopened",
        /// Handed to another department, which has not accepted yet (已转派), T.
        Transferred = "transferred",
        /// Paused with approval (暂停), P.
        Paused = "paused",
        /// Cancelled (已取消), C.
        Cancelled = "cancelled",
        /// Merged into another ticket as its duplicate (已合并).
        Merged = "merged",
    }
}

impl State {
    /// Work is over: nothing more is done on site. Rating and return visit may still come.
    pub const fn is_done(self) -> bool {
        matches!(
            self,
            Self::Completed
                | Self::Rated
                | Self::Visited
                | Self::Closed
                | Self::Reviewed
                | Self::Cancelled
                | Self::Merged
        )
    }

    /// A round begins with it: its clocks count from here.
    pub const fn begins_round(self) -> bool {
        matches!(self, Self::Submitted | Self::Reopened)
    }

    /// The ticket has ended: no clock runs and it is on no list of open work.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Closed | Self::Reviewed | Self::Cancelled | Self::Merged)
    }
}
