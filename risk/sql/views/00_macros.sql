-- Title: what several questions mean by the same words
-- Description: is_called(buyer, wanted): the name holds the wanted letters, or fits a masked name such as 小店**21
--              buyer_ref(shop, buyer): stands for the buyer in addresses of pages, where a name would be readable
--              was_paid(paid_at, is_unpaid, state): whether an order was paid, later refunded or not
--              times_odds(certainty, factor): the certainty whose odds are so many times greater
--              share_beyond(observed, expected): the part of a count that others in the buyer's place would not reach
-- Grain: one value
create or replace macro is_called(buyer, wanted) as
    contains(lower(buyer), lower(wanted))
    or (
        contains(wanted, '**')
        and starts_with(lower(buyer), lower(split_part(wanted, '**', 1)))
        and ends_with(lower(buyer), lower(split_part(wanted, '**', 2)))
    );
create or replace macro buyer_ref(shop, buyer) as left(md5(shop || chr(31) || buyer), 12);
create or replace macro was_paid(paid_at, is_unpaid, state) as
    coalesce(paid_at is not null or (not is_unpaid and state in ('paid', 'shipped', 'success', 'closed')), false);
create or replace macro share_beyond(observed, expected) as greatest(0, observed - expected) / greatest(1, observed);
create or replace macro times_odds(certainty, factor) as certainty * factor / (certainty * factor + 1 - certainty);
