//! Surveys (满意度调查): answering by a link ([`answer`], in the owners' bundle, without signing in) and, in the console,
//! designing, following and reading them ([`desk`]).

pub mod answer;
pub mod coding;
pub mod desk;
