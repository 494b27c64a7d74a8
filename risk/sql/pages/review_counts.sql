-- Title: how many reviews of each kind there are
-- Grain: one row
-- Inputs: review_finding, review
-- Parameters: $shop (null: all)
select
    count(*)::bigint as reviews,
    count(*) filter (r.rating = 'bad')::bigint as bad_all,
    count(*) filter (r.rating = 'bad' and len(f.findings) = 0)::bigint as bad,
    count(*) filter (list_contains(f.findings, 'extortion'))::bigint as extortion,
    count(*) filter (list_contains(f.findings, 'insult'))::bigint as insult,
    count(*) filter (list_contains(f.findings, 'leak'))::bigint as leak,
    count(*) filter (list_contains(f.findings, 'advert'))::bigint as advert,
    count(*) filter (list_contains(f.findings, 'meaningless'))::bigint as meaningless,
    count(*) filter (list_contains(f.findings, 'copied'))::bigint as copied,
    count(*) filter (list_contains(f.findings, 'outlier'))::bigint as outlier,
    max(r.created_at) filter (not is_ahead(r.created_at)) as last_at
from review_finding as f
join review as r using (shop, review_id)
where ($shop::varchar is null or f.shop = $shop)
