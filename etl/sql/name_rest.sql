-- Title: the shop of the rows that nothing else has told
-- Grain: row of staged
-- Inputs: staged
-- Parameters: $name
update staged set shop = $name where shop is null
