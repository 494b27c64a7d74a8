-- Title: how a cell's text becomes a value
-- Description: macros for the cursor that imports. Each takes the cell as text and gives null for an empty one;
--              what is there but cannot be read is found by comparing with the tidied cell.
-- Grain: a cell
-- Source of rule: cell formats of real exports: ="123", leading ', trailing tab, literal null, 元, No:, Excel serials
-- blank, tab, line ends, ideographic and no-break space, byte-order mark, zero-width space, old programs' end of file
create or replace temp macro blanks() as
    decode(' \x09\x0D\x0A\x1A\xE3\x80\x80\xC2\xA0\xEF\xBB\xBF\xE2\x80\x8B'::blob);
create or replace temp macro bare(s) as trim(s, blanks());
create or replace temp macro unwrap(s) as
    case
        when starts_with(s, '="') and ends_with(s, '"') then s[3:-2]
        when starts_with(s, '''') then s[2:]
        when starts_with(s, '=') then s[2:]
        else s
    end;
-- what programs write for nothing, and spreadsheets for what was looked up in vain;
-- step by step: of a condition with `and` every part is worked out for every row
create or replace temp macro filled(s) as
    case
        when s is null or s = '' then null
        when strlen(s) > 4 then s
        when regexp_full_match(s, '(?i)null|none|nan|#n/a') then null
        else s
    end;
-- Nearly all cells need nothing: looking at both ends first is ten times as quick as trimming them all.
-- No IN list here: DuckDB turns a long one into a join, and this stands in every column.
create or replace temp macro is_edge(c) as contains(blanks() || '="''', c);
create or replace temp macro bared(s) as
    case
        when is_edge(s[1]) or is_edge(s[-1]) then
            case
                -- whole columns of phone numbers are marked as text by this alone
                when starts_with(s, '''') and not is_edge(s[2]) and not is_edge(s[-1]) then s[2:]
                else bare(unwrap(bare(s)))
            end
        else s
    end;

-- An id that went through a float: 1.37359E+14, or 4029331628705521152.0. A short 12345.0 has lost nothing.
create or replace temp macro plain_digits(s) as translate(s, '０１２３４５６７８９', '0123456789');
create or replace temp macro mended_id(s) as
    case when ends_with(s, '.0') and length(s) <= 17 then s[:-3]
        -- curly quotes, blanks inside, direction marks, thousands separators
        else regexp_replace(plain_digits(s), '[\s,，‘’“”\x{200b}-\x{200f}\x{202a}-\x{202e}\x{feff}]+', '', 'g') end;
-- nearly all ids are plain digits, which need only be looked at
create or replace temp macro whole_id(s) as
    case when strlen(s) = length(s) and not (contains(s, '.') or contains(s, ',') or contains(s, ' ')) then s
        else mended_id(s) end;
create or replace temp macro is_damaged_id(s) as
    contains(s, '.') or (contains(upper(s), 'E') and regexp_full_match(s, '[0-9.]+[eE][+]?[0-9]+'));
-- the header once more where files were joined, and the sums below a table
create or replace temp macro is_caption(s) as
    strlen(s) <> length(s) and regexp_full_match(
        replace(s, ' ', ''), '(主|子)?订单(编)?号|退款(单)?编号|(合|总|小|共|累)计.*|汇总.*|共[0-9]+[条笔单个].*'
    );
create or replace temp macro is_id(s) as regexp_full_match(s, '[0-9A-Za-z_-]+');

create or replace temp macro to_money(s) as
    coalesce(
        try_cast(s as decimal(18, 2)),
        try_cast(translate(plain_digits(s), '．元¥￥, ，RMBCNY', '.') as decimal(18, 2))
    );
create or replace temp macro is_odd_money(s, value) as
    value is null and s is not null and not regexp_full_match(s, '-|--|—|无|无退款申请|/');
create or replace temp macro to_count(s) as try_cast(try_cast(s as double) as integer);

create or replace temp macro to_second(t) as date_trunc('second', t + interval 500 millisecond);
-- 星期四, full-width colons, several blanks; 上午 and 下午 stand before the time
create or replace temp macro plain_time(s) as
    trim(regexp_replace(
        replace(
            replace(regexp_replace(translate(plain_digits(s), '：／－', ':/-'), '(星期|周).', ''), '上午', ' AM '),
            '下午', ' PM '
        ),
        '\s+', ' ', 'g'
    ));
create or replace temp macro to_odd_time(s) as
    case
        -- milliseconds or seconds since 1970, as interfaces give them; the platform's time is China's
        when regexp_full_match(s, '1[0-9]{12}') then to_second(make_timestamp((s::bigint + 28800000) * 1000))
        when regexp_full_match(s, '1[0-9]{9}') then to_second(make_timestamp((s::bigint + 28800) * 1000000))
        -- a date cell that lost its format: days since 1899-12-30
        when regexp_full_match(s, '[2-6][0-9]{4}(\.[0-9]+)?')
            then to_second(timestamp '1899-12-30' + to_microseconds((s::double * 86400000000)::bigint))
        -- a year of two digits may be the first part or the last: not guessed at
        else try_strptime(plain_time(s), [
            '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y/%m/%d',
            '%Y年%m月%d日 %H:%M:%S', '%Y年%m月%d日 %H:%M', '%Y年%m月%d日%H:%M:%S', '%Y年%m月%d日%H:%M', '%Y年%m月%d日',
            '%Y年%m月%d日 %H时%M分%S秒', '%Y年%m月%d日%H时%M分%S秒', '%Y年%m月%d日 %H时%M分', '%Y年%m月%d日%H时%M分',
            '%Y.%m.%d %H:%M:%S', '%Y.%m.%d %H:%M', '%Y.%m.%d',
            '%Y%m%d%H%M%S', '%Y%m%d%H%M', '%Y%m%d %H:%M:%S', '%Y%m%d %H:%M', '%Y%m%d',
            '%Y/%m/%d %p %I:%M:%S', '%Y/%m/%d %p %I:%M', '%Y-%m-%d %p %I:%M:%S', '%Y-%m-%d %p %I:%M',
            '%Y年%m月%d日 %p %I:%M:%S', '%Y年%m月%d日 %p %I:%M',
            '%Y/%m/%d %I:%M:%S %p', '%Y/%m/%d %I:%M %p', '%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p',
            '%Y年%m月%d日 %I:%M:%S %p', '%Y年%m月%d日 %I:%M %p',
            -- the spreadsheet of an American system
            '%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m/%d/%Y',
            '%a %b %d %H:%M:%S CST %Y'
        ])
    end;
-- a lambda: the odd times would be worked out each time that the macro names its argument
create or replace temp macro in_this_century(t) as
    to_second(
        list_filter([t], lambda x: x >= timestamp '2000-01-01' and x < timestamp '2100-01-01')[1]
    );
-- a cast passes over any word behind the time, PM included
create or replace temp macro is_half_day(s) as s[-1] = 'M' or s[-1] = 'm' or s[-1] = '.';
-- Nearly all times are 2026-10-01 09:30:00 or 2026/10/1 9:30, some 2026年10月1日 9:30 or 2026.10.1. Z is Greenwich; any
-- other offset stands beside the time of the place, and is passed over. By case, not coalesce: from that DuckDB takes
-- out what stands in it more than once and works it out for every row, and the odd times cost far more than the rest.
create or replace temp macro is_plain_time(s) as
    starts_with(s, '20') and (s[5] = '-' or s[5] = '/') and not ends_with(s, 'Z') and not is_half_day(s)
    and try_cast(s as timestamp) is not null;
create or replace temp macro dashed(s) as replace(translate(s, '年月.', '---'), '日', '');
create or replace temp macro is_dashed_time(s) as
    starts_with(s, '20') and (s[5] = '年' or s[5] = '.') and not is_half_day(s)
    and try_cast(dashed(s) as timestamp) is not null;
create or replace temp macro to_time(s) as
    case
        when is_plain_time(s) then to_second(try_cast(s as timestamp))
        when is_dashed_time(s) then to_second(try_cast(dashed(s) as timestamp))
        when ends_with(s, 'Z') and try_cast(s as timestamp) is not null then try_cast(s as timestamp) + interval 8 hour
        else in_this_century(to_odd_time(s))
    end;
-- words for no time at all: 1970 and year 0 are what programs make of nothing
create or replace temp macro is_odd_time(s, value) as
    value is null and s is not null and not regexp_full_match(
        s,
        '(0000|0001|1899|1900|1970)[-/年].*|[-/—]+|0|[\\]N|(?i:n/a|nat)|无|空|未付款|未支付|未发货|未完成|未确认'
    );

create or replace temp macro half_width(s) as replace(replace(s, '，', ','), ' ', '');
create or replace temp macro is_masked(s) as contains(s, '*');
create or replace temp macro named(s) as case when not is_masked(s) then s end;

-- 13812345678 → 138****5678; 王小明 → 王**
create or replace temp macro veil_phone(s) as
    case when length(s) >= 7 then s[:3] || '****' || s[-4:] when s is not null then '****' end;
create or replace temp macro veil_name(s) as s[:1] || '**';
create or replace temp macro digits(s) as regexp_replace(s, '^(\+?86[- ]?)|[ -]', '', 'g');
create or replace temp macro full_number(s) as
    case
        when regexp_full_match(s, '1[0-9]{10}') then s
        when regexp_full_match(digits(s), '1[0-9]{10}|0[0-9]{9,11}') then digits(s)
    end;
-- an address for comparing: without blanks and the post code at its end; the expression only where it finds any
create or replace temp macro street(s) as
    case
        when ends_with(s, ')') or contains(s, chr(9)) or contains(s, chr(10)) or contains(s, chr(12))
            or contains(s, chr(13)) then regexp_replace(s, '\s|\([0-9]{6}\)$', '', 'g')
        else replace(s, ' ', '')
    end;
-- half a hash: 128 bits tell everybody apart, and keys are a large part of what an import writes
create or replace temp macro keyed(secret, what, s) as
    case when s is not null then left(sha256(secret || what || s), 32) end;
create or replace temp macro says_yes(s) as list_contains(
    ['是', '有', '已退款', '部分退款', '全额退款', '全部退款', 'y', 'yes', 'true', '1'], lower(s)
);
create or replace temp macro says_no(s) as list_contains(['否', '无', '未退款', 'n', 'no', 'false', '0'], lower(s));
-- No two shops have the same number of the platform, which since 2013 has 15 digits and more. Shorter ones, those that
-- Huoyan gives among them, may well be two orders.
create or replace temp macro may_move(shop, number) as shop = '' or length(number) >= 15;
-- what two rows say of one thing, where either may say nothing
create or replace temp macro may_be_one(left_said, right_said) as
    left_said is null or right_said is null or left_said = right_said;
