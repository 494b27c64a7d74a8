-- Title: names left the page
-- Grain: export
-- Parameters: as the columns of export_log
insert into export_log values ($now, $what, $shop, $about, $rows, $is_masked, $sha256)
