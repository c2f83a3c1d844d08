//! Which tables a database has, with their columns, and which of them name rows of others.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AnyConnection;

use super::Fault;
use crate::db::{Engine, rows, sql};

/// A table of the product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Table {
    /// Its name.
    pub(super) name: String,
    /// Its columns.
    pub(super) columns: Vec<(String, Kind)>,
}

/// What a column holds. There are no others: both engines keep these in the same way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    /// A text, or null.
    Text,
    /// A number, or null.
    Int,
    /// Bytes, or null.
    Bytes,
}

impl Table {
    /// The columns, whatever their order.
    pub(super) fn shape(&self) -> BTreeMap<String, Kind> {
        self.columns.iter().cloned().collect()
    }
}

/// What the schema's own bookkeeping is called.
const STEPS: &str = "_sqlx_migrations";

fn kind(table: &str, column: &str, of: &str) -> Result<Kind, Fault> {
    match of.to_ascii_lowercase().as_str() {
        "text" => Ok(Kind::Text),
        "smallint" | "integer" | "bigint" => Ok(Kind::Int),
        "blob" | "bytea" => Ok(Kind::Bytes),
        other => Err(Fault::OtherSchema(format!("{table}.{column} is {other}"))),
    }
}

/// The tables of a SQLite database, each after those whose rows it names.
pub(super) async fn sqlite(conn: &mut AnyConnection) -> Result<Vec<Table>, Fault> {
    let mut tables = BTreeMap::new();
    let mut needs = BTreeMap::new();
    for name in names(conn).await? {
        let found = sql("select name, type from pragma_table_info($1) order by cid")
            .bind(name.as_str())
            .rows(&mut *conn)
            .await?;
        let mut columns = Vec::new();
        for row in &found {
            let column = rows::text(row, 0)?;
            let kind = kind(&name, &column, &rows::text(row, 1)?)?;
            columns.push((column, kind));
        }
        let named = sql("select \"table\" from pragma_foreign_key_list($1)")
            .bind(name.as_str())
            .rows(&mut *conn)
            .await?;
        let mut named: BTreeSet<String> =
            named.iter().map(|row| rows::text(row, 0)).collect::<Result<_, _>>()?;
        named.remove(&name);
        needs.insert(name.clone(), named);
        tables.insert(name.clone(), Table { name, columns });
    }
    let order = in_order(needs)?;
    Ok(order.into_iter().filter_map(|name| tables.remove(&name)).collect())
}

/// The tables of a PostgreSQL database: each with its columns.
pub(super) async fn postgres(
    conn: &mut AnyConnection,
) -> Result<BTreeMap<String, BTreeMap<String, Kind>>, Fault> {
    let found = sql("select table_name::text, column_name::text, data_type::text \
        from information_schema.columns where table_schema = current_schema()")
    .rows(conn)
    .await?;
    let mut tables = BTreeMap::<String, BTreeMap<String, Kind>>::new();
    for row in &found {
        let (table, column) = (rows::text(row, 0)?, rows::text(row, 1)?);
        if table != STEPS {
            let kind = kind(&table, &column, &rows::text(row, 2)?)?;
            tables.entry(table).or_default().insert(column, kind);
        }
    }
    Ok(tables)
}

/// The names of the tables that are there.
pub(super) async fn names(conn: &mut AnyConnection) -> Result<BTreeSet<String>, Fault> {
    let query = match Engine::behind(conn) {
        Engine::Sqlite => {
            sql("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
        }
        Engine::Postgres => sql(
            "select table_name::text from information_schema.tables where table_schema = current_schema()",
        ),
    };
    let found = query.rows(conn).await?;
    let mut names: BTreeSet<String> = found.iter().map(|row| rows::text(row, 0)).collect::<Result<_, _>>()?;
    names.remove(STEPS);
    Ok(names)
}

/// Names, each after those that it needs.
fn in_order(mut needs: BTreeMap<String, BTreeSet<String>>) -> Result<Vec<String>, Fault> {
    let mut order = Vec::new();
    while !needs.is_empty() {
        let ready: Vec<String> =
            needs.iter().filter(|(_, needed)| needed.is_empty()).map(|(name, _)| name.clone()).collect();
        if ready.is_empty() {
            return Err(Fault::OtherSchema("tables that name each other's rows".to_owned()));
        }
        for name in ready {
            needs.remove(&name);
            for needed in needs.values_mut() {
                needed.remove(&name);
            }
            order.push(name);
        }
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(of: &[(&str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        of.iter().map(|(name, needed)| ((*name).to_owned(), set(needed))).collect()
    }

    #[test]
    fn what_is_named_comes_first() {
        let order = in_order(needs(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[]), ("d", &["a"])]));
        assert_eq!(order.unwrap(), ["c", "b", "a", "d"]);
        assert!(in_order(needs(&[("a", &["b"]), ("b", &["a"])])).is_err());
    }

    #[tokio::test]
    async fn every_table_of_the_schema_comes_after_those_it_names() {
        let mut conn = super::super::fresh().await.unwrap();
        let tables = sqlite(&mut conn).await.unwrap();
        let at = |name: &str| tables.iter().position(|table| table.name == name).unwrap();
        assert!(at("regions") < at("projects") && at("projects") < at("tickets"));
        assert!(at("persons") < at("sessions") && at("ledger_days") < at("ledger_heads"));
        assert_eq!(tables.len(), names(&mut conn).await.unwrap().len());
        let events = &tables[at("events")];
        assert_eq!(events.columns[0], ("position".to_owned(), Kind::Int));
        assert_eq!(events.shape()["body"], Kind::Text);
    }
}
