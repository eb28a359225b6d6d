import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createReferralsClient } from "@partner-referrals/client";
import { createTracingHooks } from "@partner-referrals/client/otel";
import { closedUrl, respondingWith } from "./server.ts";

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());
afterEach(() => exporter.reset());

const clientFor = (baseUrl: string) =>
  createReferralsClient({ token: "t", baseUrl, retry: { baseDelayMs: 1 }, ...createTracingHooks() });

describe("with the SDK of OpenTelemetry", () => {
  test("each attempt is a client span by the semantic conventions", async () => {
    const { url, received } = await respondingWith(503, 200);
    await clientFor(url).get("1");
    const [failed, succeeded, ...others] = exporter.getFinishedSpans();
    assert.ok(failed && succeeded);
    assert.equal(others.length, 0);
    const path = "/v1.0/engagements/referrals";
    assert.deepEqual(
      [succeeded.name, succeeded.kind, succeeded.status.code],
      [`GET ${path}/{referralId}`, SpanKind.CLIENT, SpanStatusCode.UNSET],
    );
    assert.deepEqual(succeeded.attributes, {
      "http.request.method": "GET",
      "url.full": `${url}${path}/1`,
      "url.template": `${path}/{referralId}`,
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(url).port),
      "http.request.resend_count": 1,
      "http.response.status_code": 200,
    });
    assert.equal(failed.attributes["http.response.status_code"], 503);
    assert.equal(failed.attributes["error.type"], "503");
    assert.equal(failed.status.code, SpanStatusCode.ERROR);
    const ids = exporter.getFinishedSpans().map((span) => span.spanContext().spanId);
    assert.deepEqual(
      received.map(({ headers }) => String(headers.traceparent).split("-")[2]),
      ids,
    );
  });

  test("spans are children of the active span, also of calls at the same time", async () => {
    const { url } = await respondingWith(200);
    const referrals = clientFor(url);
    const tracer = trace.getTracer("app");
    await Promise.all(
      ["a", "b"].map((name) =>
        tracer.startActiveSpan(name, async (span) => {
          await referrals.get(name);
          span.end();
        }),
      ),
    );
    const spans = exporter.getFinishedSpans();
    for (const name of ["a", "b"]) {
      const parent = spans.find((span) => span.name === name);
      const child = spans.find((span) => String(span.attributes["url.full"]).endsWith(`/${name}`));
      assert.ok(parent && child);
      assert.equal(child.parentSpanContext?.spanId, parent.spanContext().spanId);
    }
  });

  test("a span ends with the error, also without a response", async () => {
    const referrals = createReferralsClient({
      token: "t",
      baseUrl: await closedUrl(),
      retry: false,
      ...createTracingHooks(),
    });
    await assert.rejects(referrals.list({ filter: "status eq 'secret'" }));
    const [span, ...others] = exporter.getFinishedSpans();
    assert.equal(others.length, 0);
    assert.equal(span?.attributes["error.type"], "ReferralsNetworkError");
    assert.equal(span?.status.code, SpanStatusCode.ERROR);
    assert.doesNotMatch(JSON.stringify([span?.attributes, span?.status]), /secret/);
  });

  test("other hooks run inside the span", async () => {
    const { url } = await respondingWith(200);
    const seen: (string | undefined)[] = [];
    const see = () => void seen.push(trace.getActiveSpan()?.spanContext().spanId);
    const hooks = createTracingHooks({
      tracer: trace.getTracer("crm"),
      hooks: { onRequest: see, onResponse: see },
    });
    await createReferralsClient({ token: "t", baseUrl: url, ...hooks }).get("1");
    const [span] = exporter.getFinishedSpans();
    assert.equal(span?.instrumentationScope.name, "crm");
    assert.deepEqual(seen, [span?.spanContext().spanId, span?.spanContext().spanId]);
  });
});
