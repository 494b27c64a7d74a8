-- Title: whether a case or list stands under a name that its shop no longer has
-- Grain: one row
-- Inputs: complaint_case, listing, renamed_shop
select exists (
    from renamed_shop as r
    where r.name in (select shop from complaint_case) or r.name in (select shop from listing)
) as waits
