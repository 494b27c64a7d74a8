-- Title: one more time the buyer was spoken to
-- Grain: contact
-- Parameters: as the columns of contact
insert into contact (case_id, "at", channel, who, said, offer, answer, outcome, added_at)
values ($case_id, $at, $channel, $who, $said, $offer, $answer, $outcome, $now)
