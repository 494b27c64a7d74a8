-- Title: every export, newest first
-- Grain: export
-- Inputs: export_log
select * from export_log order by "at" desc, rowid desc
