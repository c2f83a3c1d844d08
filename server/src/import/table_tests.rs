use super::*;

const MAP: &str = r#"
source = "old"
name = "Old system"
time_zone = "Asia/Shanghai"
dates = ["%Y-%m-%d %H:%M"]
columns = { key = "编号", created = "时间", text = "内容" }
project = { constant = "p1" }
category = { default = "repair.other" }
"#;

fn map(extra: &str) -> Map {
    Map::read(&format!("{extra}\n{MAP}"), std::path::Path::new("m.toml")).unwrap()
}

type Read = Result<(u64, Vec<String>), (u64, Reason)>;

fn all(bytes: &[u8], map: &Map) -> Vec<Read> {
    let mut table = Table::open(bytes, map).unwrap();
    let mut out = Vec::new();
    while let Some(row) = table.read().unwrap() {
        out.push(row.map(|r| (r.line, r.fields)).map_err(|r| (r.line, r.reason)));
    }
    out
}

fn texts(fields: &[&str]) -> Vec<String> {
    fields.iter().map(|f| (*f).to_owned()).collect()
}

#[test]
fn a_byte_order_mark_and_windows_lines_do_not_matter() {
    for (bom, quote, newline) in
        [("", "", "\n"), ("\u{feff}", "", "\r\n"), ("\u{feff}", "\"", "\r\n"), ("", "", "\r")]
    {
        let lines = ["1,t,a", "2,t,\"b\nc\"", "", "3,t,d"].join(newline);
        let text = format!("{bom}{quote}编号{quote},时间,内容{newline}{lines}");
        let rows = all(text.as_bytes(), &map(""));
        let expected = vec![
            Ok((2, texts(&["1", "t", "a"]))),
            Ok((3, texts(&["2", "t", "b\nc"]))),
            Ok((6, texts(&["3", "t", "d"]))),
        ];
        assert_eq!(rows, expected, "{text:?}");
    }
}

#[test]
fn a_row_in_another_encoding_is_rejected_with_its_line_and_the_rest_goes_on() {
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let utf8_with_a_gb_row = [
        b"\xe7\xbc\x96\xe5\x8f\xb7,\xe6\x97\xb6\xe9\x97\xb4,\xe5\x86\x85\xe5\xae\xb9\n1,t,a\n2,t,".to_vec(),
        gb("厨房漏水"),
        b"\n3,t,\xe4\xb8\xad\n".to_vec(),
    ]
    .concat();
    let expected = vec![
        Ok((2, texts(&["1", "t", "a"]))),
        Err((3, Reason::OtherEncoding)),
        Ok((4, texts(&["3", "t", "中"]))),
    ];
    assert_eq!(all(&utf8_with_a_gb_row, &map("")), expected);

    let gb_with_a_utf8_row =
        [gb("编号,时间,内容\n1,t,厨房漏水\n2,t,"), "厨房漏水".as_bytes().to_vec(), gb("\n3,t,电梯𠮷\n")]
            .concat();
    let expected = vec![
        Ok((2, texts(&["1", "t", "厨房漏水"]))),
        Err((3, Reason::OtherEncoding)),
        Ok((4, texts(&["3", "t", "电梯𠮷"]))),
    ];
    assert_eq!(all(&gb_with_a_utf8_row, &map("encoding = \"gb18030\"")), expected);
}

#[test]
fn a_row_with_the_wrong_number_of_columns_is_rejected() {
    let rows = all("编号,时间,内容\n1,t\n2,t,a,b\n3,t,a\n4,\"t,a\n".as_bytes(), &map(""));
    let expected = vec![
        Err((2, Reason::ColumnCount)),
        Err((3, Reason::ColumnCount)),
        Ok((4, texts(&["3", "t", "a"]))),
        Err((5, Reason::ColumnCount)),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_file_that_does_not_fit_is_refused_before_any_row() {
    let open = |bytes: &[u8], map: &Map| match Table::open(bytes, map) {
        Ok(_) => "opened".to_owned(),
        Err(error) => error.to_string(),
    };
    let plain = map("");
    assert!(open(b"", &plain).contains("empty"));
    let missing = open("编号,created,内容\n".as_bytes(), &plain);
    assert_eq!(missing, "the file has no column \"时间\"; it has \"编号\", \"created\", \"内容\"");
    assert!(open("编号,时间,内容,时间\n".as_bytes(), &plain).contains("more than once"));
    assert!(open("编号;时间;内容\n".as_bytes(), &plain).contains("no column"), "another delimiter");
    assert!(open(b"\xff\xfe\x16\x7f", &plain).contains("UTF-16"));
    let gb = encoding_rs::GB18030.encode("编号,时间,内容\n").0.into_owned();
    assert!(open(&gb, &plain).contains("is not utf-8"), "a GB file with a UTF-8 map");
    let as_gb = map("encoding = \"gb18030\"");
    assert!(
        open("编号,时间,内容\n".as_bytes(), &as_gb).contains("is not gb18030"),
        "and the other way round"
    );
    assert_eq!(open(&gb, &as_gb), "opened");
}
