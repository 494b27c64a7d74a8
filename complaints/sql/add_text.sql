-- Title: one more version of a case's text
-- Grain: version
-- Parameters: $case_id, $author, $text, $now
insert into case_text (case_id, version, author, text, saved_at)
select $case_id, coalesce(max(version), 0) + 1, $author, $text, $now from case_text where case_id = $case_id
