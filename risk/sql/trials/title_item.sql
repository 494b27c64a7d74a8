-- Title: keep what each title stood for
-- Grain: shop × title → title_item
-- Inputs: known_title
insert into title_item from known_title
