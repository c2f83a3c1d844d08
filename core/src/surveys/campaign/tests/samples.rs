//! Laws of drawing.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::sample::{Candidate, draw, shares};
use super::*;

fn candidates(sizes: &[u8]) -> Vec<Candidate> {
    let one = |p: usize, h: u8| Candidate {
        project: format!("p{p}").parse().unwrap(),
        household: format!("p{p}-h{h}").parse().unwrap(),
    };
    sizes.iter().enumerate().flat_map(|(p, n)| (0..*n).map(move |h| one(p, h))).collect()
}

#[test]
fn a_count_is_shared_out_by_the_largest_remainder() {
    let sizes: BTreeMap<_, _> =
        [("a", 10_u64), ("b", 10), ("c", 1)].map(|(p, n)| (p.parse().unwrap(), n)).into();
    let got = |size| shares(&sizes, size).into_values().collect::<Vec<_>>();
    assert_eq!(got(Size::Count(10)), [5, 5, 0], "4.76, 4.76, 0.48: the two largest remainders");
    assert_eq!(got(Size::Count(3)), [2, 1, 0], "equal remainders go to the first id");
    assert_eq!(got(Size::Count(50)), [10, 10, 1], "never more than there are");
    assert_eq!(got(Size::Percent(10)), [1, 1, 1], "rounded up");
    assert_eq!(got(Size::All), [10, 10, 1]);
}

#[test]
fn the_draw_follows_the_hashes() {
    // By SHA-256 over "seed", a zero byte and the id the first of p0 are h3, h2, h1, the first of p1 is h1.
    let drawn = draw(&candidates(&[6, 3]), Size::Count(4), "seed");
    let names: Vec<&str> = drawn.iter().map(|c| c.household.as_str()).collect();
    assert_eq!(names, ["p0-h1", "p0-h2", "p0-h3", "p1-h1"]);
    assert_ne!(drawn, draw(&candidates(&[6, 3]), Size::Count(4), "other"));
}

fn size() -> impl Strategy<Value = Size> {
    prop_oneof![Just(Size::All), (1_u32..60).prop_map(Size::Count), (1_u8..=100).prop_map(Size::Percent),]
}

proptest! {
    #[test]
    fn the_order_of_the_list_and_repetitions_do_not_matter(
        sizes in prop::collection::vec(0_u8..30, 1..5), size in size(), seed in "[a-z0-9]{1,8}",
    ) {
        let list = candidates(&sizes);
        let drawn = draw(&list, size, &seed);
        let mut turned = list.clone();
        turned.reverse();
        turned.extend(list.iter().take(3).cloned());
        prop_assert_eq!(&draw(&turned, size, &seed), &drawn);
        prop_assert!(drawn.windows(2).all(|w| w[0] < w[1]), "each household once");
        prop_assert!(drawn.iter().all(|c| list.contains(c)));
        if let Size::Count(count) = size {
            prop_assert_eq!(drawn.len(), list.len().min(usize::try_from(count).unwrap()));
        }
    }

    #[test]
    fn shares_are_within_one_of_proportional(sizes in prop::collection::vec(1_u64..500, 1..8), count in 1_u32..900) {
        let named: BTreeMap<_, _> =
            sizes.iter().enumerate().map(|(i, n)| (format!("p{i}").parse().unwrap(), *n)).collect();
        let all: u64 = sizes.iter().sum();
        let wanted = u64::from(count).min(all);
        let got = shares(&named, Size::Count(count));
        prop_assert_eq!(got.values().sum::<u64>(), wanted);
        for (project, n) in &named {
            let exact = n * wanted;
            let share = got[project];
            prop_assert!(share <= *n && share * all + all > exact && share * all < exact + all);
        }
    }
}
