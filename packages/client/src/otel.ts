/**
 * Spans of OpenTelemetry for the requests of a client.
 *
 * @module
 */
import {
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { Hooks, RequestHookInfo } from "./options.ts";

/** Options of `createTracingHooks`. */
export interface TracingOptions {
  /** Default: the tracer `@partner-referrals/client` of the global provider. */
  readonly tracer?: Tracer;
  /** Hooks of your own, which are called inside the span. */
  readonly hooks?: Hooks;
}

/**
 * Returns hooks that make one client span for each attempt, by the semantic conventions for HTTP: `http.request.method`,
 * `url.full` (without the query), `url.template`, `server.address`, `server.port`, `http.response.status_code`,
 * `http.request.resend_count` and `error.type`. The span is a child of the active one, and its context is sent along.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 * @example
 * const referrals = createReferralsClient({ token, ...createTracingHooks() });
 */
export function createTracingHooks({ tracer, hooks = {} }: TracingOptions = {}): Required<Hooks> {
  const spans = new WeakMap<object, Span>();
  const inSpan = (call: object, run: () => void) => {
    const span = spans.get(call);
    return span ? context.with(trace.setSpan(context.active(), span), run) : run();
  };
  const end = (call: object, error: unknown) => {
    const span = spans.get(call);
    if (!span) return;
    spans.delete(call);
    if (error !== undefined) {
      const { status, name, message } = Object(error);
      span.setAttribute("error.type", String(status ?? name ?? "_OTHER"));
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(message) });
    }
    span.end();
  };
  return {
    onRequest(request) {
      const { call, headers } = request;
      const span = (tracer ?? trace.getTracer("@partner-referrals/client")).startSpan(
        `${request.method} ${request.urlTemplate ?? ""}`.trim(),
        { kind: SpanKind.CLIENT, attributes: attributesOf(request) },
      );
      spans.set(call, span);
      propagation.inject(trace.setSpan(context.active(), span), headers, {
        set: (carrier, name, value) => carrier.set(name, value),
      });
      return inSpan(call, () => hooks.onRequest?.(request));
    },
    onResponse(response) {
      spans.get(response.call)?.setAttribute("http.response.status_code", response.status);
      return inSpan(response.call, () => hooks.onResponse?.(response));
    },
    onRetry(retry) {
      end(retry.call, retry.error);
      return hooks.onRetry?.(retry);
    },
    onComplete(outcome) {
      end(outcome.call, outcome.error);
      return hooks.onComplete?.(outcome);
    },
  };
}

function attributesOf({ method, url, urlTemplate, attempts }: RequestHookInfo) {
  const { hostname, port, protocol } = new URL(url);
  return {
    "http.request.method": method,
    "url.full": url,
    "server.address": hostname,
    "server.port": Number(port) || (protocol === "https:" ? 443 : 80),
    ...(urlTemplate && { "url.template": urlTemplate }),
    ...(attempts > 1 && { "http.request.resend_count": attempts - 1 }),
  };
}
