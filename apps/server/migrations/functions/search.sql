-- What a text looks like when it does not matter how it was written: without accents and vowel signs, in lower case, with
-- one form for each Arabic and Urdu letter and each digit. features/search/fold.rules.ts does the same, for highlights; a
-- test compares them.
create or replace function search_fold(p_text text) returns text language sql immutable parallel safe as $$
  select case when octet_length(p_text) = char_length(p_text) then lower(p_text) else
    translate(lower(regexp_replace(normalize(p_text, NFKD),
      '[\u0300-\u036f\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff]',
      '', 'g')),
      U&'\0671\0649\06CC\06D2\06A9\06C1\06BE\0629\06C3\06D5\06BA\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9\00F8\0142\0111\0131\03C2',
      U&'\0627\064A\064A\064A\0643\0647\0647\0647\0647\0647\064601234567890123456789oldi\03C3') end
$$;

-- What lies between the words of a folded text.
create or replace function search_between_words() returns text language sql immutable parallel safe as $$
  select '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u066a-\u066d\u06d4\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\uff00-\uff0f\U0001f000-\U0001faff]+'
$$;

-- Whether what lies between two of these is a word. Letters of Latin that stand alone mean nothing.
create or replace function search_is_word(p_word text) returns boolean language sql immutable parallel safe as $$
  select p_word <> '' and (octet_length(p_word) > 1 or p_word !~ '[a-z]')
$$;

-- The words of a text, folded, each once.
create or replace function search_words_of(p_text text) returns text[] language sql immutable parallel safe as $$
  select array(
    select distinct left(w, 40) from regexp_split_to_table(search_fold(p_text), search_between_words()) w where search_is_word(w))
$$;

-- What a word may come from. English and Spanish are tried together, as nobody says which one a word is of; Urdu has no
-- stemmer, and its words are found as they are.
create or replace function search_stems_of(p_word text) returns text[] language sql immutable parallel safe as $$
  select case
    when p_word ~ '^[a-z]{3,}$' then ts_lexize('english_stem', p_word) || ts_lexize('spanish_stem', p_word)
    when p_word ~ '^[\u0621-\u064a]{3,}$' then ts_lexize('arabic_stem', p_word)
    else '{}' end
$$;

-- Of the build before 0310, whose index_messages() may be under way; to be dropped with a step of the next release.
create or replace function search_lexemes(p_words text[]) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(array(
    select distinct x from unnest(p_words) w cross join lateral (select w as x union all select unnest(search_stems_of(w))) l
    where x <> ''))
$$;

create or replace function search_day(p_at timestamptz) returns int language sql immutable parallel safe as $$
  -- An interval and no name: what a name means is the session's to say.
  select (p_at at time zone interval '0')::date - date '1970-01-01'
$$;

-- A user and a span of days in one number: level 0 is a day, 1 are 16 days, 2 are 256. A reader is among the words of a
-- message, so to say, and the time too: the index meets "my messages of that time with this word" at once.
create or replace function search_key(p_user int, p_level int, p_day int) returns bigint language sql immutable parallel safe as $$
  select (p_user::bigint << 24) | (p_level << 22) | (p_day >> (4 * p_level))
$$;
create or replace function search_keys_of(p_users int[], p_day int) returns bigint[] language sql immutable parallel safe as $$
  -- A chat has three seats at most. An expression, and no query over the users, so that it costs no query of its own.
  select array_remove(array[
    search_key(p_users[1], 0, p_day), search_key(p_users[2], 0, p_day), search_key(p_users[3], 0, p_day),
    search_key(p_users[1], 1, p_day), search_key(p_users[2], 1, p_day), search_key(p_users[3], 1, p_day),
    search_key(p_users[1], 2, p_day), search_key(p_users[2], 2, p_day), search_key(p_users[3], 2, p_day)], null)
$$;
create or replace function search_keys(p_users int[], p_at timestamptz) returns bigint[] language sql immutable parallel safe as $$
  select search_keys_of(p_users, search_day(p_at))
$$;

-- Looks at these messages, and keeps their words. Again, or by two at once, is the same: the later reading stays.
--
-- What a word may come from is asked once for all messages that have it. Words and messages meet by a hash, whatever the planner
-- thinks of how many there are: nested loops are only where nothing else can be (lateral); tables are asked there by their keys.
create or replace function index_messages(p_chat uuid[], p_from bigint[], p_to bigint[]) returns void
language plpgsql
  set enable_seqscan = off set enable_nestloop = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan set jit = off
as $$
begin
  -- What a crash takes back is read again: the follower's mark is committed later. So nobody waits for the disk here, and
  -- messages do not wait behind it.
  perform set_config('synchronous_commit', 'off', true);
  with read as materialized (
    select distinct on (m.chat_id, m.seq) m.chat_id, m.seq, m.revision, m.created_at, m.deleted_at is not null as gone,
      case when m.deleted_at is null then
        concat_ws(' ', m.message, (select string_agg(f ->> 'name', ' ') from jsonb_array_elements(m.attachments) f)) end as text,
      m.attachments is not null as has_files, array[c.customer_id, c.provider_id, c.lsm_id] as users
    from unnest(p_chat, p_from, p_to) as w (chat, first, last)
    cross join lateral (select * from chats x where x.id = w.chat offset 0) c
    cross join lateral (
      select * from messages t where t.chat_id = w.chat and t.seq >= w.first and t.seq <= w.last offset 0) m
    where m.sender_type <> 0
    order by m.chat_id, m.seq
  ), numbered as materialized (
    select row_number() over (order by r.chat_id, r.seq) as nth, search_day(r.created_at) as day, r.* from read r
  ), spoken as materialized (
    select left(w, 40) as word, array_agg(n.nth) as messages
    from numbered n cross join lateral regexp_split_to_table(search_fold(n.text), search_between_words()) w
    where not n.gone and search_is_word(w)
    group by 1
  ), known as (
    insert into search_words (word)
      select s.word from spoken s where char_length(s.word) between 3 and 30 and s.word !~ '[0-9]' order by s.word
      on conflict do nothing
  ), days as (
    insert into search_users as u (user_id, first_day, last_day)
      select x, min(n.day), max(n.day)
      from numbered n cross join lateral unnest(n.users) x where x is not null group by x order by x
      on conflict (user_id) do update
        set first_day = least(u.first_day, excluded.first_day), last_day = greatest(u.last_day, excluded.last_day)
        where u.first_day > excluded.first_day or u.last_day < excluded.last_day
  ), found as materialized (
    select l.nth, array_to_tsvector(array_agg(l.lexeme)) as words
    from (
      select unnest(s.messages) as nth, s.lexeme
      from (select o.messages, unnest(o.word || search_stems_of(o.word)) as lexeme from spoken o) s
      where s.lexeme <> ''
    ) l group by l.nth
  )
  insert into search_messages as t (chat_id, seq, revision, at, has, keys, words)
    select n.chat_id, n.seq, n.revision, n.created_at, n.has_files::int,
      case when n.gone then '{}' else search_keys_of(n.users, n.day) end, coalesce(f.words, '')
    from numbered n left join found f on f.nth = n.nth order by n.chat_id, n.seq
    on conflict (chat_id, seq) do update
      set revision = excluded.revision, has = excluded.has, keys = excluded.keys, words = excluded.words
      where t.revision <= excluded.revision and (t.words, t.keys) is distinct from (excluded.words, excluded.keys);
end $$;

-- These chats' names, and how far the search has come in what was there before it.
create or replace function advance_search(p_chats uuid[]) returns void language plpgsql as $$
begin
  insert into search_chats as s (chat_id, name)
    select c.id, search_chat_name(c) from chats c where c.id = any (p_chats) order by c.id
    on conflict (chat_id) do update set name = excluded.name where s.name <> excluded.name;
  update search_progress set after_chat = p_chats[cardinality(p_chats)];
end $$;

-- Begins anew. Until it is done, what was sent before is found only as far as it got.
create or replace function rebuild_search(p_version int) returns void language plpgsql as $$
begin
  truncate search_messages, search_users, search_words, search_chats, search_contacts, search_meetings;
  insert into search_people (user_id, name) select u.id, search_fold(u.name) from users u where u.name <> ''
    on conflict (user_id) do update set name = excluded.name where search_people.name <> excluded.name;
  update search_progress set version = p_version, after_chat = null, done = false, met_after = null, met = false;
end $$;

-- Whether misspelt words can be found. The extension may be missing, or be where this session does not look for it.
create or replace function search_knows_typos() returns boolean language plpgsql as $$
begin
  perform 'a' % 'b' and word_similarity('a', 'b') > 0;
  return true;
exception when others then
  return false;
end $$;

-- Each word that was asked for, with what it may mean. p_prefix: the last one may go on. p_typos: words that look alike.
create or replace function search_meanings(p_words text[], p_prefix boolean, p_typos boolean)
returns table (word text, meanings text[]) language plpgsql stable as $$
declare
  v_word text;
  v_like text[];
  v_usual text[] := case when p_typos then search_usual_words() else '{}' end;
begin
  for i in 1 .. cardinality(p_words) loop
    v_word := p_words[i];
    v_like := array[v_word] || search_stems_of(v_word);
    if p_prefix and i = cardinality(p_words) and char_length(v_word) >= 2 then
      v_like := v_like || array(select w.word from search_words w
        where w.word >= v_word collate "C" and w.word < (v_word || U&'\+10FFFF') collate "C"
        order by char_length(w.word), w.word limit 40);
    end if;
    if p_typos and char_length(v_word) >= 4 and v_word <> all (v_usual) then
      v_like := v_like || array(select w.word from search_words w
        where w.word % v_word and similarity(w.word, v_word) >= 0.4
        order by similarity(w.word, v_word) desc, w.word limit 8);
    end if;
    word := v_word;
    meanings := array(select distinct x from unnest(v_like) x where x <> '');
    return next;
  end loop;
end $$;

-- Words that so many messages have that an index had better not look for them beside a rarer one: as the last analysis of the
-- table saw it; none before that.
create or replace function search_common_words() returns text[] language sql stable as $$
  select search_words_with(0.01)
$$;
-- Words that nobody who writes them has misspelt: one of a thousand messages has them.
create or replace function search_usual_words() returns text[] language sql stable as $$
  select search_words_with(0.001)
$$;
create or replace function search_words_with(p_share float8) returns text[] language sql stable as $$
  select coalesce(array_agg(e.word), '{}') from pg_stats s
  cross join lateral unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e (word, share)
  where s.schemaname = current_schema() and s.tablename = 'search_messages' and s.attname = 'words' and e.share > p_share
    -- Behind the words' shares stand the least and the greatest of them.
    and e.word is not null
$$;

-- Messages that p_user may read and that fit, the latest first, from before (p_at, p_before_chat, p_before_seq).
--
-- It looks at a day, then at the rest of 16 days, then of 256, then at 256 days at a time: whoever finds much is done
-- with the first, and whoever finds little has little to look through. Within a span the index meets words and reader;
-- what it gives is put in order, and the seats of each chat are asked as they are now, until the page is full.
--
-- p_rarer: the part of p_query without its common words (search_common_words), for the index, which would otherwise walk
-- through half of all messages; the rest is asked of the few that it gives.
create or replace function search_messages_by(
  p_user int, p_query tsquery, p_rarer tsquery, p_chat uuid, p_has int, p_at timestamptz, p_before_chat uuid, p_before_seq bigint, p_limit int
) returns table (chat_id uuid, seq bigint) language plpgsql stable
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_first int;
  v_high int;
  v_low int;
  v_day int;
  v_keys bigint[];
  v_left int := p_limit;
  v_rows int;
  v_step int := 0;
begin
  if p_query is null then
    return;
  end if;
  if p_chat is not null then
    return query
      select s.chat_id, s.seq from search_messages s cross join lateral search_reading(p_user, s.chat_id, s.seq, s.revision) r
      where s.chat_id = p_chat and s.words @@ p_query and s.has & p_has = p_has
        and (p_before_seq is null or s.seq < p_before_seq)
      order by s.seq desc limit p_limit;
    return;
  end if;
  select u.first_day, least(u.last_day, coalesce(search_day(p_at), u.last_day)) into v_first, v_high
    from search_users u where u.user_id = p_user;
  v_day := v_high;
  while v_left > 0 and v_high >= v_first loop
    -- Down to where this step looks: the day, its 16 days, its 256 days, and so on.
    v_low := case v_step when 0 then v_day when 1 then (v_day >> 4) << 4 else (v_high >> 8) << 8 end;
    v_keys := case
      when v_step < 2 then array(select search_key(p_user, 0, d) from generate_series(v_low, v_high) d)
      when v_step = 2 then array(select search_key(p_user, 1, b << 4) from generate_series(v_low >> 4, v_high >> 4) b)
      else array[search_key(p_user, 2, v_high)] end;
    v_step := v_step + 1;
    continue when v_high < v_low;
    return query
      select f.chat_id, f.seq from (
        select s.chat_id, s.seq, s.at, s.revision, p_query = p_rarer or s.words @@ p_query as fits from search_messages s
        where s.words @@ p_rarer and s.keys && v_keys and s.has & p_has = p_has
          and (p_at is null or (s.at, s.chat_id, s.seq) < (p_at, p_before_chat, p_before_seq))
        order by s.at desc, s.chat_id desc, s.seq desc offset 0
      ) f
      cross join lateral search_reading(p_user, f.chat_id, f.seq, f.revision) r
      where f.fits
      order by f.at desc, f.chat_id desc, f.seq desc limit v_left;
    get diagnostics v_rows = row_count;
    v_left := v_left - v_rows;
    v_high := v_low - 1;
  end loop;
end $$;

-- One row when this user may read this message as it is now; else none. Whoever has only a bounded reading left of a seat
-- (reading_of) does not find what was sent or changed after it.
create or replace function search_reading(p_user int, p_chat uuid, p_seq bigint, p_revision bigint) returns table (chat uuid)
language sql stable parallel safe as $$
  select r.chat_id from reading_of(p_chat, p_user, now()) r
  where r.upto_seq is null or (p_seq <= r.upto_seq and p_revision <= r.upto_revision)
$$;

-- The extension for misspelt words, where it may be made; without it, or without the right to, everything else works.
do $$ begin
  create extension if not exists pg_trgm;
exception when others then
  raise notice 'pg_trgm cannot be made (%): search does not find misspelt words', sqlerrm;
end $$;
do $$ begin
  if search_knows_typos() then
    create index if not exists search_words_alike on search_words using gin (word gin_trgm_ops);
    create index if not exists search_chats_alike on search_chats using gin (users, name gin_trgm_ops)
      with (fastupdate = on, gin_pending_list_limit = 256);
    create index if not exists search_contacts_alike on search_contacts using gin (whose, name gin_trgm_ops)
      with (fastupdate = on, gin_pending_list_limit = 256);
  end if;
exception when others then
  raise notice 'search does not find misspelt words: %', sqlerrm;
end $$;
