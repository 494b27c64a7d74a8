-- Title: one page of reviews that are worth a look
-- Description: reviews in which something was found, then bad ones in which nothing was, each newest first; `ref`
--              leads to the buyer's page, product_ref to the product's.
--              $findings empty: any bad review or finding; 'bad' in it: bad reviews without a finding, too.
-- Grain: shop × review
-- Inputs: review_finding, review, buyer_list, batch
-- Parameters: $shop (null: all), $findings, $name (buyer, product or words), $since (null: any), $size, $offset
with found as (
    select
        f.shop,
        f.review_id,
        f.findings,
        f.buyer,
        f.product,
        f.title,
        f.same_buyers,
        f.same_products,
        f.others,
        f.others_bad,
        f.liked,
        r.order_id,
        r.rating,
        r.stars,
        r.text,
        r.followup,
        r.reply,
        r.created_at,
        r.row_number,
        batch.file,
        buyer_ref(f.shop, f.buyer) as ref,
        product_ref(f.shop, nullif(f.product, '')) as product_ref
    from review_finding as f
    join review as r using (shop, review_id)
    left join batch using (batch_id)
    where ($shop::varchar is null or f.shop = $shop)
        and (r.rating = 'bad' or len(f.findings) > 0)
        and (
            len($findings::varchar[]) = 0
            or list_has_any(f.findings, $findings::varchar[])
            or (list_contains($findings::varchar[], 'bad') and len(f.findings) = 0)
        )
        and ($since::timestamp is null or r.created_at >= $since::timestamp)
        and (
            $name = ''
            or contains(lower(coalesce(f.buyer, '')), lower($name))
            or contains(lower(coalesce(f.title, '')), lower($name))
            or contains(lower(concat_ws(' ', r.text, r.followup)), lower($name))
        )
)
select *, count(*) over () as found
from found
order by len(findings) = 0, created_at desc nulls last, shop, review_id
limit $size offset $offset
