use referrals::types::{ErrorResponse, ReferralCreate, ReferralId, ReferralPatch};
use referrals::{Client, Error};
use reqwest::header::{HeaderMap, HeaderValue, AUTHORIZATION};
use serde_json::{from_str, from_value, json, Value};

fn result<T>(outcome: Result<T, Error<ErrorResponse>>, seen: impl FnOnce(T) -> Value) -> Value {
    match outcome {
        Ok(value) => seen(value),
        Err(error) => json!({ "failed": error.to_string() }),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = std::env::args().nth(1).expect("the input file");
    let given: Value = from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let text = |name: &str| given[name].as_str().unwrap().to_owned();
    // The contract's security schemes are not in the client.
    let mut headers = HeaderMap::new();
    let token = HeaderValue::from_str(&format!("Bearer {}", text("token"))).unwrap();
    headers.insert(AUTHORIZATION, token);
    let http = reqwest::Client::builder().default_headers(headers).build().unwrap();
    let client = Client::new_with_client(&text("baseUrl"), http);
    let new: ReferralCreate = from_value(given["create"].clone()).unwrap();
    let patch: ReferralPatch = from_value(given["patch"].clone()).unwrap();
    let unknown: ReferralId = from_value(given["unknownId"].clone()).unwrap();

    let created = client.create_referral(None, &new).await;
    let (id, e_tag) = match &created {
        Ok(referral) => (referral.id.clone(), Some(referral.e_tag.clone())),
        Err(_) => (unknown.clone(), None),
    };
    let create = result(created, |referral| json!({ "name": referral.customer_profile.name }));

    let found = client.get_referral(&id, None).await;
    let get = result(found, |referral| json!({ "name": referral.customer_profile.name }));

    let filter = text("filter").parse().unwrap();
    let top = given["top"].as_i64().map(|top| top as i32);
    let page = client.list_referrals(Some(true), Some(&filter), None, None, None, None, top, None).await;
    let list = result(page, |page| json!({ "length": page.value.len(), "count": page.odata_count }));

    let prefer = text("prefer");
    let changed = client.update_referral(&id, e_tag.as_ref(), Some(&prefer), None, &patch).await;
    let patched = result(changed, |referral| json!({ "value": referral.details.deal_value }));

    let current = client.get_referral(&id, None).await.ok().map(|referral| referral.e_tag.clone());
    let changed = client.update_referral(&id, current.as_ref(), None, None, &patch).await;
    let without_body = result(changed, |_| json!({}));

    let error = match client.get_referral(&unknown, None).await {
        Err(Error::ErrorResponse(response)) => {
            json!({ "status": response.status().as_u16(), "code": response.error.code })
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
