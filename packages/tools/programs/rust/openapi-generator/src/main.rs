use referrals::apis::configuration::Configuration;
use referrals::apis::referrals_api::{
    create_referral, get_referral, list_referrals, update_referral,
};
use referrals::apis::Error;
use referrals::models::{ReferralCreate, ReferralPatchOperation};
use serde_json::{from_str, from_value, json, Value};

fn result<T, E: std::fmt::Debug>(outcome: Result<T, E>, seen: impl FnOnce(T) -> Value) -> Value {
    match outcome {
        Ok(value) => seen(value),
        Err(error) => json!({ "failed": format!("{error:?}") }),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = std::env::args().nth(1).expect("the input file");
    let given: Value = from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let text = |name: &str| given[name].as_str().unwrap().to_owned();
    let configuration = Configuration {
        base_path: text("baseUrl"),
        oauth_access_token: Some(text("token")),
        ..Configuration::default()
    };
    let new: ReferralCreate = from_value(given["create"].clone()).unwrap();
    let patch: Vec<ReferralPatchOperation> = from_value(given["patch"].clone()).unwrap();

    let created = create_referral(&configuration, new, None).await;
    let (id, e_tag) = match &created {
        Ok(referral) => (referral.id.to_string(), referral.e_tag.clone()),
        Err(_) => Default::default(),
    };
    let create = result(created, |referral| json!({ "name": referral.customer_profile.name }));

    let found = get_referral(&configuration, &id, None).await;
    let get = result(found, |referral| json!({ "name": referral.customer_profile.name }));

    let (filter, top) = (text("filter"), given["top"].as_i64().unwrap() as i32);
    let page =
        list_referrals(&configuration, Some(&filter), None, None, Some(top), None, Some(true), None, None).await;
    let list =
        result(page, |page| json!({ "length": page.value.len(), "count": page.at_odata_count }));

    let prefer = text("prefer");
    let changed =
        update_referral(&configuration, &id, patch.clone(), Some(&e_tag), Some(&prefer), None).await;
    let patched = result(changed, |referral| json!({ "value": referral.details.deal_value }));

    let current = get_referral(&configuration, &id, None).await;
    let e_tag = current.map(|referral| referral.e_tag).unwrap_or_default();
    let changed = update_referral(&configuration, &id, patch, Some(&e_tag), None, None).await;
    let without_body = result(changed, |_| json!({}));

    let error = match get_referral(&configuration, &text("unknownId"), None).await {
        Err(Error::ResponseError(response)) => {
            // All error responses have one shape: which of the names it gets says nothing.
            let body = json!(response.entity);
            json!({ "status": response.status.as_u16(), "code": body["error"]["code"] })
        }
        other => json!({ "failed": format!("{other:?}") }),
    };

    let seen = json!({
        "create": create,
        "get": get,
        "list": list,
        "patch": patched,
        "patchWithoutBody": without_body,
        "error": error,
    });
    println!("{seen}");
}
