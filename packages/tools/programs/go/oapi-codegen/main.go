package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"github.com/google/uuid"
	"roundtrip/generated"
)

type input struct {
	BaseURL   string                   `json:"baseUrl"`
	Token     string                   `json:"token"`
	Create    generated.ReferralCreate `json:"create"`
	Filter    string                   `json:"filter"`
	Top       int32                    `json:"top"`
	Patch     generated.ReferralPatch  `json:"patch"`
	Prefer    string                   `json:"prefer"`
	UnknownID uuid.UUID                `json:"unknownId"`
}

type values map[string]any

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var given input
	if err := json.Unmarshal(text, &given); err != nil {
		panic(err)
	}
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+given.Token)
		return nil
	}
	api, err := generated.NewClientWithResponses(given.BaseURL, generated.WithRequestEditorFn(authorize))
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	var id uuid.UUID
	eTag := ""

	seen := values{}
	step := func(name string, run func() (values, error)) {
		// A response of another type than expected is a nil pointer.
		defer func() {
			if reason := recover(); reason != nil {
				seen[name] = values{"failed": fmt.Sprint(reason)}
			}
		}()
		result, err := run()
		if err != nil {
			result = values{"failed": err.Error()}
		}
		seen[name] = result
	}

	step("create", func() (values, error) {
		response, err := api.CreateReferralWithResponse(ctx, nil, given.Create)
		if err != nil {
			return nil, err
		}
		// The sources name both 200 and 201.
		created := response.JSON200
		if created == nil {
			created = response.JSON201
		}
		if created == nil {
			return nil, fmt.Errorf("%s", response.Body)
		}
		id, eTag = *created.Id, *created.ETag
		return values{"name": created.CustomerProfile.Name}, nil
	})
	step("get", func() (values, error) {
		response, err := api.GetReferralWithResponse(ctx, id, nil)
		if err != nil {
			return nil, err
		}
		return values{"name": response.JSON200.CustomerProfile.Name}, nil
	})
	step("list", func() (values, error) {
		count := true
		query := &generated.ListReferralsParams{Filter: &given.Filter, Top: &given.Top, Count: &count}
		response, err := api.ListReferralsWithResponse(ctx, query)
		if err != nil {
			return nil, err
		}
		page := response.JSON200
		return values{"length": len(page.Value), "count": page.OdataCount}, nil
	})
	step("patch", func() (values, error) {
		headers := &generated.UpdateReferralParams{IfMatch: &eTag, Prefer: &given.Prefer}
		response, err := api.UpdateReferralWithResponse(ctx, id, headers, given.Patch)
		if err != nil {
			return nil, err
		}
		return values{"value": response.JSON200.Details.DealValue}, nil
	})
	step("patchWithoutBody", func() (values, error) {
		current, err := api.GetReferralWithResponse(ctx, id, nil)
		if err != nil {
			return nil, err
		}
		headers := &generated.UpdateReferralParams{IfMatch: current.JSON200.ETag}
		_, err = api.UpdateReferralWithResponse(ctx, id, headers, given.Patch)
		return values{}, err
	})
	step("error", func() (values, error) {
		response, err := api.GetReferralWithResponse(ctx, given.UnknownID, nil)
		if err != nil {
			return nil, err
		}
		return values{"status": response.StatusCode(), "code": response.JSON404.Error.Code}, nil
	})

	output, err := json.Marshal(seen)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(output))
}
