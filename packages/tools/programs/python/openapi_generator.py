import referrals
from referrals.exceptions import ApiException
from round_trip import read_input, report

given = read_input()
client = referrals.ApiClient(referrals.Configuration(host=given["baseUrl"], access_token=given["token"]))
api = referrals.ReferralsApi(client)
patch = [referrals.ReferralPatchOperation.from_dict(one) for one in given["patch"]]
state = {}


def create():
    created = api.create_referral(referrals.ReferralCreate.model_validate(given["create"]))
    state.update(id=created.id, e_tag=created.e_tag)
    return {"name": created.customer_profile.name}


def get():
    return {"name": api.get_referral(state["id"]).customer_profile.name}


def list_page():
    page = api.list_referrals(filter=given["filter"], top=given["top"], count=True)
    return {"length": len(page.value), "count": page.odata_count}


def patch_with_body():
    changed = api.update_referral(state["id"], patch, if_match=state["e_tag"], prefer=given["prefer"])
    return {"value": changed.details.deal_value}


def patch_without_body():
    current = api.get_referral(state["id"])
    api.update_referral(state["id"], patch, if_match=current.e_tag)
    return {}


def error():
    try:
        api.get_referral(given["unknownId"])
    except ApiException as failure:
        return {"status": failure.status, "code": failure.data.error.code}


report(
    {
        "create": create,
        "get": get,
        "list": list_page,
        "patch": patch_with_body,
        "patchWithoutBody": patch_without_body,
        "error": error,
    }
)
