-- Title: take out what stood in the list for the affected reviews
-- Grain: trial
-- Inputs: affected_review
delete from trial
using affected_review as affected
where trial.shop = affected.shop and trial.ref_id = affected.review_id and trial.signal = 'review'
