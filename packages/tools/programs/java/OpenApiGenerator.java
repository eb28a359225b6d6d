import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ReferralsApi;
import org.openapitools.client.model.ErrorResponse;
import org.openapitools.client.model.Referral;
import org.openapitools.client.model.ReferralCreate;
import org.openapitools.client.model.ReferralPage;
import org.openapitools.client.model.ReferralPatchOperation;

public class OpenApiGenerator {
  private static UUID id;
  private static String eTag;

  public static void main(String[] args) throws Exception {
    JsonNode given = new ObjectMapper().readTree(Files.readString(Path.of(args[0])));
    ApiClient client = new ApiClient();
    client.updateBaseUri(given.get("baseUrl").asText());
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + given.get("token").asText()));
    ObjectMapper mapper = client.getObjectMapper();
    ReferralsApi api = new ReferralsApi(client);
    List<ReferralPatchOperation> patch =
        mapper.convertValue(given.get("patch"), new TypeReference<List<ReferralPatchOperation>>() {});

    Map<String, Callable<Map<String, ?>>> steps = new LinkedHashMap<>();
    steps.put("create", () -> {
      Referral created =
          api.createReferral(mapper.treeToValue(given.get("create"), ReferralCreate.class), null);
      id = created.getId();
      eTag = created.geteTag();
      return Map.of("name", created.getCustomerProfile().getName());
    });
    steps.put("get", () -> Map.of("name", api.getReferral(id, null).getCustomerProfile().getName()));
    steps.put("list", () -> {
      ReferralPage page = api.listReferrals(
          given.get("filter").asText(), null, null, given.get("top").asInt(), null, true, null, null);
      return Map.of("length", page.getValue().size(), "count", page.getAtOdataCount());
    });
    steps.put("patch", () -> {
      Referral changed = api.updateReferral(id, patch, eTag, given.get("prefer").asText(), null);
      return Map.of("value", changed.getDetails().getDealValue());
    });
    steps.put("patchWithoutBody", () -> {
      api.updateReferral(id, patch, api.getReferral(id, null).geteTag(), null, null);
      return Map.of();
    });
    steps.put("error", () -> {
      try {
        return Map.of("name", api.getReferral(UUID.fromString(given.get("unknownId").asText()), null));
      } catch (ApiException error) {
        ErrorResponse response = mapper.readValue(error.getResponseBody(), ErrorResponse.class);
        return Map.of("status", error.getCode(), "code", response.getError().getCode());
      }
    });

    Map<String, Map<String, ?>> seen = new LinkedHashMap<>();
    for (var step : steps.entrySet()) {
      try {
        seen.put(step.getKey(), step.getValue().call());
      } catch (Exception error) {
        seen.put(step.getKey(), Map.of("failed", String.valueOf(error)));
      }
    }
    System.out.println(new ObjectMapper().writeValueAsString(seen));
  }
}
