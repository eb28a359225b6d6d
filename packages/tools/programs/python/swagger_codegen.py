"""Both generations of swagger-codegen write the same functions. Requests are plain dictionaries, which the client sends as they are."""

import json

import referrals
from referrals.rest import ApiException
from round_trip import read_input, report

given = read_input()
configuration = referrals.Configuration()
configuration.host = given["baseUrl"]
configuration.access_token = given["token"]
api = referrals.ReferralsApi(referrals.ApiClient(configuration))
state = {}


def create():
    created = api.create_referral(body=given["create"])
    state.update(id=created.id, e_tag=created.e_tag)
    return {"name": created.customer_profile.name}


def get():
    return {"name": api.get_referral(state["id"]).customer_profile.name}


def list_page():
    # A boolean would be sent as Python writes it.
    page = api.list_referrals(filter=given["filter"], top=given["top"], count="true")
    return {"length": len(page.value), "count": page.odata_count}


def update(**headers):
    return api.update_referral(referral_id=state["id"], body=given["patch"], **headers)


def patch_with_body():
    changed = update(if_match=state["e_tag"], prefer=given["prefer"])
    return {"value": changed.details.deal_value}


def patch_without_body():
    update(if_match=api.get_referral(state["id"]).e_tag)
    return {}


def error():
    try:
        api.get_referral(given["unknownId"])
    except ApiException as failure:
        return {"status": failure.status, "code": json.loads(failure.body)["error"]["code"]}


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
