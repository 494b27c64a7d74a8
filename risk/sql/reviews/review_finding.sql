-- Title: each review and what speaks for looking at it
-- Description: what its text contains; whether other buyers wrote the same, or the same stands under other products;
--              whether it is a bad review of a product that almost everyone likes
-- Grain: shop × review
-- Inputs: review, review_reading, trial, judged_reviews (registered: shop, review_id, others, others_bad, liked)
-- Parameters: $shortest (letters that a text must have to be compared), $certainty
insert into review_finding
with written as (
    select
        r.shop,
        r.review_id,
        t.buyer,
        coalesce(t.product, r.item_id, r.title) as product,
        coalesce(r.title, t.title) as title,
        md5(concat_ws(chr(10), r.text, r.followup)) as text_key,
        regexp_replace(lower(nfc_normalize(coalesce(r.text, ''))), '[^\p{L}\p{N}]', '', 'g') as plain
    from review as r
    left join trial as t on t.shop = r.shop and t.signal = 'review' and t.ref_id = r.review_id
    where not r.is_default
),
same as (
    select
        shop,
        plain,
        count(distinct coalesce(buyer, review_id)) as buyers,
        count(distinct product) as products
    from written
    where length(plain) >= $shortest
    group by shop, plain
    having count(*) > 1
)
select
    w.shop,
    w.review_id,
    list_concat(
        coalesce(reading.findings, []),
        case when greatest(same.buyers, same.products) > 1 then ['copied'] else [] end,
        case when judged.liked >= $certainty then ['outlier'] else [] end
    ) as findings,
    w.buyer,
    w.product,
    w.title,
    coalesce(same.buyers, 0)::integer as same_buyers,
    coalesce(same.products, 0)::integer as same_products,
    judged.others,
    judged.others_bad,
    judged.liked
from written as w
left join review_reading as reading using (text_key)
left join same using (shop, plain)
left join judged_reviews as judged using (shop, review_id)
