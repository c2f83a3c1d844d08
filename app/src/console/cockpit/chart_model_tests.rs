use super::*;

#[test]
fn a_scale_has_round_lines_around_its_values() {
    let of = |values: &[i64]| scale(values.iter().copied(), None);
    assert_eq!(of(&[67, 138]), Scale { bottom: 60, top: 140, lines: vec![60, 80, 100, 120, 140] });
    assert_eq!(of(&[0, 3]), Scale { bottom: 0, top: 3, lines: vec![0, 1, 2, 3] });
    assert_eq!(of(&[5, 5]), Scale { bottom: 5, top: 6, lines: vec![5, 6] });
    assert_eq!(of(&[]), Scale { bottom: 0, top: 1, lines: vec![0, 1] });
    assert_eq!(of(&[-30, 45]).bottom, -40);
    // A share is never drawn beyond the whole.
    let share = scale([9_310, 10_000], Some((0, 10_000)));
    assert_eq!((share.bottom, share.top), (9_200, 10_000));
    assert_eq!(scale([10_000], Some((0, 10_000))).top, 10_000);
    assert!(scale([10_000], Some((0, 10_000))).bottom < 10_000);
}

#[test]
fn points_lie_between_the_edges_and_a_gap_stays_a_gap() {
    let scale = scale([0, 10], None);
    assert_eq!((x(0, 3), x(1, 3), x(2, 3)), (44, 296, 548));
    assert_eq!(x(0, 1), 296);
    assert_eq!((y(0, &scale), y(10, &scale), y(99, &scale)), (162, 14, 14));
    assert_eq!(path(&[Some(0), Some(10), None, Some(0)], &scale), "M44 162L212 14M548 162");
    assert_eq!(path(&[], &scale), "");
}

#[test]
fn the_point_under_a_pointer_is_the_nearest() {
    assert_eq!((nearest(0, 3), nearest(500, 3), nearest(999, 3)), (0, 1, 2));
    assert_eq!(nearest(400, 0), 0);
}

#[test]
fn a_spark_ends_where_its_last_value_is() {
    let (line, end, goal) = spark(&[Some(0), None, Some(100), None], Some(50)).unwrap();
    assert_eq!((line.as_str(), end, goal), ("M2 25L55 3", (55, 3), Some(14)));
    assert_eq!(spark(&[Some(0), Some(100)], Some(500)).unwrap().2, Some(3));
    assert_eq!(spark(&[Some(1)], None), None, "one value is no way");
    assert_eq!(spark(&[], None), None);
}

#[test]
fn labels_leave_room_for_each_other() {
    assert_eq!(labelled(30), [5, 11, 17, 23, 29]);
    assert_eq!(labelled(3), [0, 1, 2]);
    assert!(labelled(0).is_empty());
}

/// Colour carries no meaning alone: each standing has an outline of its own, around its point.
#[test]
fn a_point_says_by_its_shape_how_it_stands() {
    let shapes: Vec<String> = Standing::ALL.iter().map(|stands| shape(*stands, 100, 50)).collect();
    assert_eq!(shapes[0], "M96 50a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "a dot");
    assert_eq!(shapes[1], "M100 45l5 9h-10z", "a triangle");
    assert_eq!(shapes[2], "M96 46h8v8h-8z", "a square");
}
