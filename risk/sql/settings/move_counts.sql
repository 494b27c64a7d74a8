-- Title: how many would move, come on the list, fall off it
-- Grain: one row
-- Inputs: moves
select count(*), count(*) filter (tier_before = 'none'), count(*) filter (tier = 'none') from moves
