-- Title: rows of a file that names the shop by a name it no longer has
-- Grain: row of staged
-- Inputs: staged, shop_alias
update staged set shop = alias.shop from shop_alias as alias where alias.name = staged.shop
