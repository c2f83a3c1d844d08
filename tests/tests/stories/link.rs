//! Rating by a personal link on a phone: a program that follows links counts nothing, one tap does, once.

use steward_core::endpoint::Nothing;
use steward_core::surveys::api::RATE_LOOK;
use steward_tests::browser::{button, heading, radio, textbox};
use steward_tests::people::leak;

use crate::stage::{Stage, told};

told!(an_owner_rates_by_link in PHONE_ZH: phone_zh, PHONE_EN: phone_en);

fn an_owner_rates_by_link(stage: &Stage) {
    let id = stage.product.repaired(leak()).ticket.id;
    let token = stage.product.rating_link(&id, 1);
    // The mail server's scanner opens the link twice, before its reader does.
    for _ in 0..2 {
        assert_eq!(stage.product.visitor().call(&RATE_LOOK, &[&token], &Nothing {}).status, 200);
        assert_eq!(stage.product.visitor().get(&format!("/r/{token}")).status, 200);
    }
    assert!(stage.product.owner(1).ticket(&id).ticket.rating.is_none());

    // Nobody is signed in on this phone. The stars start unset, and nothing is sent without them.
    let owner = stage.stranger("reader");
    owner.go(&format!("/r/{token}"));
    owner.find(&heading(stage.say("owner.rate")));
    owner.see("1803");
    owner.see(stage.say("tickets.category.water.pipe"));
    owner.see_no("138");
    stage.curtain(&owner, "1-asked", &[401]);
    owner.tap(&button(stage.say("owner.rate_send")));
    owner.see(stage.say("problems.code.required"));
    owner.tap(&radio(stage.say("common.stars.4")));
    owner.fill(&textbox(stage.say("owner.rate_text")).part(), "师傅很守时");
    owner.tap(&button(stage.say("owner.rate_send")));
    owner.see(stage.say("owner.rated"));
    owner.see(stage.say("voices.code_open"));
    let rating = stage.product.owner(1).ticket(&id).ticket.rating.expect("it is rated");
    assert_eq!((rating.stars.get(), rating.text.as_str()), (4, "师傅很守时"));
    stage.curtain(&owner, "2-rated", &[401]);

    // Opened again, it says so, and cannot be changed.
    owner.reload();
    owner.see(stage.say("voices.rated_before"));
    owner.find_no(&button(stage.say("owner.rate_send")));
    // A link that never was says nothing about anybody.
    owner.go("/r/AAAAAAAAAAAAAAAAAAAAAA");
    owner.see(stage.say("problems.code.not_found"));
    stage.curtain(&owner, "3-no-such-link", &[401, 404]);
}
