-- Title: each buyer's hits, and what others would have in their place
-- Description: for each product the rate of all OTHER buyers as a Beta posterior; summed over the buyer's trials.
--              Trials of the same product move together, so their doubt grows with the square.
-- Grain: shop × signal × buyer → temp table buyer_counts
-- Inputs: buyer_product, product_baseline, rate_prior (shop, signal, a, b), set_aside (shop, signal, buyer, kept)
create or replace temp table buyer_counts as
with products as (
    select
        shop, product,
        max(p.hits) filter (signal = 'unpaid') as unpaid_hits,
        max(p.trials - p.hits) filter (signal = 'unpaid') as unpaid_misses,
        max(p.hits) filter (signal = 'refund') as refund_hits,
        max(p.trials - p.hits) filter (signal = 'refund') as refund_misses,
        max(p.hits) filter (signal = 'review') as review_hits,
        max(p.trials - p.hits) filter (signal = 'review') as review_misses
    from product_baseline as p
    group by shop, product
),
priors as (
    select
        shop,
        max(a) filter (signal = 'unpaid') as unpaid_a, max(b) filter (signal = 'unpaid') as unpaid_b,
        max(a) filter (signal = 'refund') as refund_a, max(b) filter (signal = 'refund') as refund_b,
        max(a) filter (signal = 'review') as review_a, max(b) filter (signal = 'review') as review_b
    from rate_prior
    group by shop
),
-- the part of a buyer's own counts that is in the baselines
kept_in as (
    select
        shop, buyer,
        max(kept) filter (signal = 'unpaid') as unpaid,
        max(kept) filter (signal = 'refund') as refund,
        max(kept) filter (signal = 'review') as review
    from set_aside
    group by shop, buyer
),
others as (
    select
        c.*,
        coalesce(kept_in.unpaid, 1) as unpaid_part,
        coalesce(kept_in.refund, 1) as refund_part,
        coalesce(kept_in.review, 1) as review_part,
        coalesce(c.unpaid_hits, 0) as own_unpaid,
        coalesce(c.refund_hits, 0) as own_refund,
        coalesce(c.review_hits, 0) as own_review,
        unpaid_a + greatest(p.unpaid_hits - own_unpaid * unpaid_part, 0) as unpaid_alpha,
        unpaid_b + greatest(p.unpaid_misses - (c.unpaid_trials - own_unpaid) * unpaid_part, 0) as unpaid_beta,
        refund_a + greatest(p.refund_hits - own_refund * refund_part, 0) as refund_alpha,
        refund_b + greatest(p.refund_misses - (c.refund_trials - own_refund) * refund_part, 0) as refund_beta,
        review_a + greatest(p.review_hits - own_review * review_part, 0) as review_alpha,
        review_b + greatest(p.review_misses - (c.review_trials - own_review) * review_part, 0) as review_beta
    from buyer_product as c
    join products as p using (shop, product)
    join priors using (shop)
    left join kept_in on kept_in.shop = c.shop and kept_in.buyer = c.buyer
    where c.buyer is not null
),
-- mean and variance of Beta(alpha, beta), times the trials and their square
expectations as (
    select
        * exclude (unpaid_alpha, unpaid_beta, refund_alpha, refund_beta, review_alpha, review_beta),
        unpaid_alpha + unpaid_beta as unpaid_known,
        unpaid_trials * unpaid_alpha / unpaid_known as unpaid_expected,
        unpaid_expected * (unpaid_trials - unpaid_expected) / (unpaid_known + 1) as unpaid_variance,
        refund_alpha + refund_beta as refund_known,
        refund_trials * refund_alpha / refund_known as refund_expected,
        refund_expected * (refund_trials - refund_expected) / (refund_known + 1) as refund_variance,
        review_alpha + review_beta as review_known,
        review_trials * review_alpha / review_known as review_expected,
        review_expected * (review_trials - review_expected) / (review_known + 1) as review_variance
    from others
),
buyers as materialized (
    select
        shop, buyer,
        sum(unpaid_trials) as unpaid_trials, sum(unpaid_hits) as unpaid_hits,
        sum(unpaid_expected) as unpaid_expected, sum(unpaid_variance) as unpaid_variance,
        sum(refund_trials) as refund_trials, sum(refund_hits) as refund_hits,
        sum(refund_expected) as refund_expected, sum(refund_variance) as refund_variance,
        sum(review_trials) as review_trials, sum(review_hits) as review_hits,
        sum(review_expected) as review_expected, sum(review_variance) as review_variance
    from expectations
    group by shop, buyer
),
signals as (
    select
        shop, 'unpaid' as signal, buyer, unpaid_trials as trials, unpaid_hits as hits, unpaid_expected as expected,
        unpaid_variance as variance
    from buyers
    union all
    select shop, 'refund', buyer, refund_trials, refund_hits, refund_expected, refund_variance from buyers
    union all
    select shop, 'review', buyer, review_trials, review_hits, review_expected, review_variance from buyers
)
select
    shop,
    signal,
    buyer,
    round(trials)::integer as trials,
    round(coalesce(hits, 0))::integer as observed,
    expected,
    sqrt(variance) as expected_sd
from signals
where round(trials) >= 1
