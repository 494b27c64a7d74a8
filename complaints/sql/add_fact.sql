-- Title: one more fact of a case
-- Grain: fact
-- Parameters: as the columns of case_fact
insert into case_fact (
    case_id, kind, "at", order_id, ref_id, buyer, amount, text, source, file, row_number, added_at
) values (
    $case_id, $kind, $at, $order_id, $ref_id, $buyer, $amount, $text, $source, $file, $row_number, $now
)
