"""Sends requests with httpx, and reads and writes their bodies with generated models."""

import httpx
from generated.models import ErrorResponse, Referral, ReferralCreate, ReferralPage, ReferralPatch
from round_trip import read_input, report

given = read_input()
api = httpx.Client(
    headers={"Authorization": f"Bearer {given['token']}", "Content-Type": "application/json"},
)
referrals = f"{given['baseUrl']}/v1.0/engagements/referrals"
patch = ReferralPatch.model_validate(given["patch"]).model_dump_json(exclude_unset=True)
state = {}


def read(response, model):
    return model.model_validate_json(response.raise_for_status().text)


def create():
    body = ReferralCreate.model_validate(given["create"])
    text = body.model_dump_json(by_alias=True, exclude_unset=True)
    response = api.post(referrals, content=text)
    created = read(response, Referral)
    state.update(id=str(response.json()["id"]), e_tag=response.headers["ETag"])
    return {"name": created.customerProfile.name}


def get():
    return {"name": read(api.get(f"{referrals}/{state['id']}"), Referral).customerProfile.name}


def list_page():
    query = {"$filter": given["filter"], "$top": given["top"], "$count": "true"}
    page = read(api.get(referrals, params=query), ReferralPage)
    return {"length": len(page.value), "count": page.field_odata_count}


def patch_with_body():
    headers = {"If-Match": state["e_tag"], "Prefer": given["prefer"]}
    changed = read(api.patch(f"{referrals}/{state['id']}", content=patch, headers=headers), Referral)
    return {"value": changed.details.dealValue}


def patch_without_body():
    e_tag = api.get(f"{referrals}/{state['id']}").headers["ETag"]
    api.patch(f"{referrals}/{state['id']}", content=patch, headers={"If-Match": e_tag}).raise_for_status()
    return {}


def error():
    response = api.get(f"{referrals}/{given['unknownId']}")
    return {"status": response.status_code, "code": ErrorResponse.model_validate_json(response.text).error.code.root}


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
