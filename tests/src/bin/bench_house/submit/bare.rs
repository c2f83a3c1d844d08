//! The rows that the server wrote, written again by a loop that does nothing else.

use std::path::Path;
use std::time::Instant;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

/// What one submission writes, table by table.
const TABLES: [&str; 4] = ["events", "tickets", "commands", "outbox"];
/// How many submissions are written at most.
const MOST: usize = 10_000;
/// The settings of the server's own writing connection.
const SESSION: &str = "pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; \
    pragma foreign_keys = on; pragma wal_autocheckpoint = 4000; pragma cache_size = -16000; pragma temp_store = memory;";

/// The rows of one ticket: table and values.
type Submission = Vec<(usize, Vec<Value>)>;

/// All rows, and the database that they fit into.
pub(crate) struct Rows {
    /// The statements that make the schema.
    schema: Vec<String>,
    /// Rows of tables that others refer to.
    around: Vec<(String, Vec<Value>)>,
    inserts: Vec<String>,
    submissions: Vec<Submission>,
}

impl Rows {
    /// Reads what a server left behind.
    pub(crate) fn read(database: &Path) -> Self {
        let from =
            Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("the database");
        let texts = |sql: &str| -> Vec<String> {
            let mut statement = from.prepare(sql).expect("a query");
            let rows = statement.query_map([], |row| row.get(0)).expect("rows");
            rows.map(|text| text.expect("a text")).collect()
        };
        let schema = texts(
            "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' \
             order by type = 'index', rowid",
        );
        let parents = ["regions", "projects", "persons", "households"];
        let around = parents.iter().flat_map(|table| {
            let insert = insert(&from, table);
            rows(&from, &format!("select * from {table}"), "")
                .into_iter()
                .map(move |row| (insert.clone(), row))
        });
        // The schema was read before: these only make the reading below quick, whatever leads the tables' keys.
        for table in TABLES.iter().filter(|table| **table != "tickets") {
            let sql = format!("create index if not exists bench_{table} on {table}(ticket_id)");
            from.execute_batch(&sql).expect("an index");
        }
        from.execute_batch("create index if not exists bench_tickets on tickets(id)").expect("an index");
        let tickets = texts(&format!("select id from tickets order by submitted_at desc, id limit {MOST}"));
        let submission = |ticket: &String| -> Submission {
            let of = |(n, table): (usize, &&str)| {
                let key = if *table == "tickets" { "id" } else { "ticket_id" };
                let found = rows(&from, &format!("select * from {table} where {key} = ?1"), ticket);
                found.into_iter().map(move |row| (n, row)).collect::<Vec<_>>()
            };
            TABLES.iter().enumerate().flat_map(of).collect()
        };
        Self {
            around: around.collect(),
            inserts: TABLES.iter().map(|table| insert(&from, table)).collect(),
            submissions: tickets.iter().map(submission).collect(),
            schema,
        }
    }

    /// Writes everything into a new database, so many submissions a commit; submissions a second.
    pub(crate) fn write(&self, together: usize) -> f64 {
        let folder = tempfile::tempdir().expect("a folder");
        let to = Connection::open(folder.path().join("bare.db")).expect("a database");
        to.execute_batch(SESSION).expect("the settings");
        self.schema.iter().for_each(|sql| to.execute_batch(sql).expect("the schema"));
        for (insert, row) in &self.around {
            to.execute(insert, params_from_iter(row)).expect("a row");
        }
        // One a commit is slow: fewer of them say as much.
        let count = if together == 1 { self.submissions.len() / 4 } else { self.submissions.len() };
        let mut inserts: Vec<_> =
            self.inserts.iter().map(|sql| to.prepare(sql).expect("a statement")).collect();
        let start = Instant::now();
        for some in self.submissions[..count].chunks(together) {
            to.execute_batch("begin immediate").expect("a transaction");
            for (table, row) in some.iter().flatten() {
                inserts[*table].execute(params_from_iter(row)).expect("a row");
            }
            to.execute_batch("commit").expect("a commit");
        }
        let count = u32::try_from(count).expect("a few thousand");
        f64::from(count) / start.elapsed().as_secs_f64()
    }
}

/// What makes the places in the log of the rows that [`Rows::script`] writes.
pub(crate) const SEQUENCE: &str = "bench_positions";

impl Rows {
    /// The rows of one submission as a script for `pgbench`: one transaction, each time with new ids.
    pub(crate) fn script(&self) -> String {
        let typical = self.submissions.get(self.submissions.len() / 2).expect("submissions");
        let id =
            typical.iter().find(|(table, _)| TABLES[*table] == "tickets").and_then(|(_, row)| row.get(1));
        let mut script = "\\set n random(1, 9000000000000000)\nbegin;\n".to_owned();
        for (place, (table, row)) in typical.iter().enumerate() {
            let own = ["events", "commands", "outbox"].contains(&TABLES[*table]);
            let values: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(n, value)| match value {
                    _ if n == 0 && TABLES[*table] == "events" => format!("nextval('{SEQUENCE}')"),
                    _ if n == 0 && own => format!("'{place}-' || :n"),
                    _ if Some(value) == id => "'B' || :n".to_owned(),
                    Value::Null => "null".to_owned(),
                    Value::Integer(n) => n.to_string(),
                    Value::Real(n) => n.to_string(),
                    Value::Text(text) => quoted(text),
                    Value::Blob(bytes) => {
                        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                        format!("'\\x{}'", hex.concat())
                    }
                })
                .collect();
            script += &["insert into ", TABLES[*table], " values (", &values.join(", "), ");\n"].concat();
        }
        script + "commit;\n"
    }
}

/// A text in a script of `pgbench`, which takes whatever follows a colon for a name.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('\'', "''").replace(':', "\\x3a");
    format!("E'{text}'")
}

fn insert(from: &Connection, table: &str) -> String {
    let columns = from.prepare(&format!("select * from {table}")).expect("a table").column_count();
    let marks: Vec<String> = (1..=columns).map(|n| format!("?{n}")).collect();
    format!("insert into {table} values ({})", marks.join(", "))
}

fn rows(from: &Connection, sql: &str, key: &str) -> Vec<Vec<Value>> {
    let mut statement = from.prepare_cached(sql).expect("a query");
    let columns = statement.column_count();
    let read = |row: &rusqlite::Row<'_>| (0..columns).map(|n| row.get(n)).collect::<Result<Vec<Value>, _>>();
    let found = if key.is_empty() { statement.query_map([], read) } else { statement.query_map([key], read) };
    found.expect("rows").map(|row| row.expect("a row")).collect()
}
