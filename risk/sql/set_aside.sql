-- Title: who is left out of the baselines, and how far
-- Grain: shop × signal × buyer → temp table set_aside
-- Inputs: units, first_sight (groups that are rather beyond the threshold than not, with their certainty)
create or replace temp table set_aside as
select u.shop, u.signal, u.buyer, 1 - f.certainty as kept
from units as u
join first_sight as f using (unit_key)
where u.buyer is not null
