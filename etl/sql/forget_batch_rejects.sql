-- Title: forget the refused rows of one import
-- Grain: rejected row
-- Parameters: $batch_id
delete from rejected_row where batch_id = $batch_id
