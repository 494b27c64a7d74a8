-- Title: products that everybody refunds, or that cause bad reviews, and what is said about them
-- Description: at least twice the shop's rate over at least ten paid lines or reviews, by buyers who are not on the
--              list. reasons: refund reasons as written, most frequent first. texts: what the bad reviews say.
-- Grain: shop × product
-- Inputs: trial, listed_buyer, refund, review
-- Parameters: $shop (null: all), $since (null: any)
with others as (
    select t.shop, t.product, t.title, t.signal, t.ref_id, t.is_hit
    from trial as t
    anti join listed_buyer as l on l.shop = t.shop and l.buyer = t.buyer
    where t.signal <> 'unpaid' and t.is_counted and t.product <> ''
        and ($shop::varchar is null or t.shop = $shop) and ($since::timestamp is null or t."at" >= $since)
),
counted as (
    select
        shop, product, any_value(title) as title,
        count(*) filter (signal = 'refund') as lines,
        count(*) filter (signal = 'refund' and is_hit) as refunds,
        count(*) filter (signal = 'review') as reviews,
        count(*) filter (signal = 'review' and is_hit) as bad_reviews
    from others
    group by shop, product
),
measured as (
    select
        *, refunds / nullif(lines, 0) as refund_rate, bad_reviews / nullif(reviews, 0) as bad_rate,
        refund_rate / nullif(sum(refunds) over of_shop / sum(lines) over of_shop, 0) as refund_multiple,
        bad_rate / nullif(sum(bad_reviews) over of_shop / nullif(sum(reviews) over of_shop, 0), 0) as bad_multiple
    from counted
    window of_shop as (partition by shop)
),
troubled as (
    select *, lines >= 10 and refund_multiple >= 2 as is_refunded, reviews >= 10 and bad_multiple >= 2 as is_disliked
    from measured
    where (lines >= 10 and refund_multiple >= 2) or (reviews >= 10 and bad_multiple >= 2)
    order by coalesce(is_refunded, false)::integer + coalesce(is_disliked, false)::integer desc,
        greatest(coalesce(refund_multiple, 0), coalesce(bad_multiple, 0)) desc, shop, product
    limit 12
),
reasons as (
    select shop, product, list({'reason': reason, 'many': many} order by many desc, reason)[:3] as reasons
    from (
        select o.shop, o.product, r.reason, count(*) as many
        from others as o
        semi join troubled using (shop, product)
        join refund as r on r.shop = o.shop and r.refund_id = o.ref_id
        where o.signal = 'refund' and o.is_hit and r.reason is not null
        group by o.shop, o.product, r.reason
    )
    group by shop, product
),
texts as (
    select o.shop, o.product, list(concat_ws(' ', r.text, r.followup) order by r.review_id)[:500] as texts
    from others as o
    semi join troubled using (shop, product)
    join review as r on r.shop = o.shop and r.review_id = o.ref_id
    where o.signal = 'review' and o.is_hit
    group by o.shop, o.product
)
select
    t.shop, product_ref(t.shop, t.product) as ref, coalesce(t.title, t.product) as title, t.lines, t.refunds, t.refund_rate::double as refund_rate,
    t.refund_multiple::double as refund_multiple, t.reviews, t.bad_reviews, t.bad_rate::double as bad_rate,
    t.bad_multiple::double as bad_multiple, coalesce(t.is_refunded, false) as is_refunded,
    coalesce(t.is_disliked, false) as is_disliked, coalesce(reasons.reasons, []) as reasons,
    coalesce(texts.texts, []) as texts
from troubled as t
left join reasons using (shop, product)
left join texts using (shop, product)
order by t.is_refunded desc, t.refund_multiple desc, t.bad_multiple desc, t.shop, t.product
