from uuid import UUID

from generated import AuthenticatedClient
from generated.api.referrals import create_referral, get_referral, list_referrals, update_referral
from generated.models import ReferralCreate, ReferralPatchOperation
from round_trip import read_input, report

given = read_input()
client = AuthenticatedClient(base_url=given["baseUrl"], token=given["token"])
patch = [ReferralPatchOperation.from_dict(one) for one in given["patch"]]
state = {}


def create():
    created = create_referral.sync(client=client, body=ReferralCreate.from_dict(given["create"]))
    state.update(id=created.id, e_tag=created.e_tag)
    return {"name": created.customer_profile.name}


def get():
    return {"name": get_referral.sync(state["id"], client=client).customer_profile.name}


def list_page():
    page = list_referrals.sync(client=client, filter_=given["filter"], top=given["top"], count=True)
    return {"length": len(page.value), "count": page.odata_count}


def patch_with_body():
    changed = update_referral.sync(
        state["id"], client=client, body=patch, if_match=state["e_tag"], prefer=given["prefer"]
    )
    return {"value": changed.details.deal_value}


def patch_without_body():
    current = get_referral.sync(state["id"], client=client)
    update_referral.sync_detailed(state["id"], client=client, body=patch, if_match=current.e_tag)
    return {}


def error():
    response = get_referral.sync_detailed(UUID(given["unknownId"]), client=client)
    return {"status": response.status_code, "code": response.parsed.error.code}


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
