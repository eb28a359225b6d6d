"""Makes tools for agents of the operations, and calls them as an agent would."""

import asyncio
import json
import sys
from pathlib import Path

import httpx2 as httpx
from fastmcp import Client, FastMCP
from fastmcp.exceptions import ToolError

# The document comes first, the input last.
document, given = (json.loads(Path(name).read_text()) for name in sys.argv[1:3])
state = {}


async def main():
    http = httpx.AsyncClient(
        base_url=given["baseUrl"], headers={"Authorization": f"Bearer {given['token']}"}
    )
    server = FastMCP.from_openapi(openapi_spec=document, client=http)
    seen = {}
    async with Client(server) as client:

        async def call(name, /, **arguments):
            return (await client.call_tool(name, arguments)).structured_content

        async def create():
            created = await call("createReferral", **given["create"])
            state.update(id=created["id"], e_tag=created["eTag"])
            return {"name": created["customerProfile"]["name"]}

        async def get():
            return {"name": (await call("getReferral", referralId=state["id"]))["customerProfile"]["name"]}

        async def list_page():
            query = {"$filter": given["filter"], "$top": given["top"], "$count": True}
            page = await call("listReferrals", **query)
            return {"length": len(page["value"]), "count": page["@odata.count"]}

        async def patch():
            headers = {"If-Match": state["e_tag"], "Prefer": given["prefer"]}
            changed = await call("updateReferral", referralId=state["id"], body=given["patch"], **headers)
            return {"value": changed["details"]["dealValue"]}

        async def patch_without_body():
            current = await call("getReferral", referralId=state["id"])
            headers = {"If-Match": current["eTag"]}
            await call("updateReferral", referralId=state["id"], body=given["patch"], **headers)
            return {}

        async def error():
            try:
                return await call("getReferral", referralId=given["unknownId"])
            except ToolError as failure:
                text = str(failure)
                body = json.loads(text[text.index("{'") :].replace("'", '"')) if "{'" in text else {}
                return {"status": 404 if "404" in text else None, "code": body.get("error", {}).get("code", text)}

        for name, step in {
            "create": create,
            "get": get,
            "list": list_page,
            "patch": patch,
            "patchWithoutBody": patch_without_body,
            "error": error,
        }.items():
            try:
                seen[name] = await step()
            except Exception as failure:
                seen[name] = {"failed": f"{type(failure).__name__}: {failure}"}
    print(json.dumps(seen))


asyncio.run(main())
