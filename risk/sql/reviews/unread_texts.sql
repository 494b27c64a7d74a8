-- Title: texts of reviews that have not been read yet
-- Description: the review and its follow-up; texts that the system wrote are left out
-- Grain: text
-- Inputs: review, review_reading
with texts as (
    select distinct concat_ws(chr(10), text, followup) as text
    from review
    where not is_default and coalesce(text, followup, '') <> ''
)
select md5(text) as text_key, text
from texts
anti join review_reading on review_reading.text_key = md5(texts.text)
