-- Which way the owner of a ticket came (R99); `steward rebuild` counts it for tickets that were counted before.
alter table counted add column touchpoint bigint; -- its place in core's list; null: brought over from an older system
