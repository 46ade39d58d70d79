/** As those of a store (../migrations.ts), of the schema that the shards have in common. */
export const logMigrations: readonly string[] = [
  `-- How many shards there are, for good; the last number of the log.
   CREATE TABLE fleet (one integer PRIMARY KEY CHECK (one = 1), shards integer NOT NULL, last bigint NOT NULL);

   -- What sources told, in the one order there is, until every shard has it.
   CREATE TABLE log (number bigint PRIMARY KEY, source text NOT NULL, observed text NOT NULL);

   -- Who may write what a source tells; where it goes on. appends: so that one whose answer was lost can be found out about.
   CREATE TABLE source (
     name text COLLATE "C" PRIMARY KEY,
     fence bigint NOT NULL,
     host text,
     process integer,
     taken_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL,
     appends bigint NOT NULL,
     cursor text
   );

   CREATE TABLE worker (
     host text NOT NULL,
     process integer NOT NULL,
     since timestamptz NOT NULL,
     seen_at timestamptz NOT NULL,
     PRIMARY KEY (host, process)
   );`,
  `-- What workers were asked, and the answer of whoever has the conversation. key: the same for a question that is put again;
   -- request: what its event in the log was told to ask, and logged where it stands there.
   CREATE TABLE question (
     number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     key text COLLATE "C" UNIQUE,
     request text,
     logged bigint,
     shard integer NOT NULL,
     point text NOT NULL,
     conversation text NOT NULL,
     asked_at double precision NOT NULL,
     answer text
   );
   CREATE INDEX question_open ON question (shard, number) WHERE answer IS NULL;
   CREATE INDEX question_by_age ON question (asked_at);`,
  `-- Of each permit that counts, when it comes free; what was granted last, and when. In seconds since 1970 of this server's clock.
   CREATE TABLE request_budget (
     name text COLLATE "C" PRIMARY KEY,
     free_at double precision[] NOT NULL,
     granted integer NOT NULL,
     mark double precision NOT NULL,
     taken_at double precision NOT NULL
   );`,
];
