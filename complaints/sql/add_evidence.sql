-- Title: one more piece of evidence, under a number of the case that is never used again
-- Grain: evidence
-- Parameters: as the columns of evidence
insert into evidence (
    case_id, number, sha256, name, kind, proves, obtained_at, obtained_how, size, media_type, is_partial, added_at
)
select
    $case_id, coalesce(max(number), 0) + 1, $sha256, $name, $kind, $proves, $obtained_at, $obtained_how, $size,
    $media_type, $is_partial, $now
from evidence
where case_id = $case_id
