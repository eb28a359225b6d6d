package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	referrals "roundtrip/generated"
)

type input struct {
	BaseURL   string                             `json:"baseUrl"`
	Token     string                             `json:"token"`
	Create    referrals.ReferralCreate           `json:"create"`
	Filter    string                             `json:"filter"`
	Top       int32                              `json:"top"`
	Patch     []referrals.ReferralPatchOperation `json:"patch"`
	Prefer    string                             `json:"prefer"`
	UnknownID string                             `json:"unknownId"`
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
	configuration := referrals.NewConfiguration()
	configuration.Servers = referrals.ServerConfigurations{{URL: given.BaseURL}}
	configuration.AddDefaultHeader("Authorization", "Bearer "+given.Token)
	api := referrals.NewAPIClient(configuration).ReferralsAPI
	ctx := context.Background()
	id, eTag := "", ""

	seen := values{}
	step := func(name string, run func() (values, error)) {
		result, err := run()
		if err != nil {
			result = values{"failed": err.Error()}
		}
		seen[name] = result
	}

	step("create", func() (values, error) {
		created, _, err := api.CreateReferral(ctx).ReferralCreate(given.Create).Execute()
		if err != nil {
			return nil, err
		}
		id, eTag = created.GetId(), created.GetETag()
		return values{"name": created.CustomerProfile.GetName()}, nil
	})
	step("get", func() (values, error) {
		found, _, err := api.GetReferral(ctx, id).Execute()
		if err != nil {
			return nil, err
		}
		return values{"name": found.CustomerProfile.GetName()}, nil
	})
	step("list", func() (values, error) {
		page, _, err := api.ListReferrals(ctx).Filter(given.Filter).Top(given.Top).Count(true).Execute()
		if err != nil {
			return nil, err
		}
		return values{"length": len(page.Value), "count": page.GetOdataCount()}, nil
	})
	step("patch", func() (values, error) {
		request := api.UpdateReferral(ctx, id).ReferralPatchOperation(given.Patch).IfMatch(eTag)
		changed, _, err := request.Prefer(given.Prefer).Execute()
		if err != nil {
			return nil, err
		}
		return values{"value": changed.Details.GetDealValue()}, nil
	})
	step("patchWithoutBody", func() (values, error) {
		current, _, err := api.GetReferral(ctx, id).Execute()
		if err != nil {
			return nil, err
		}
		request := api.UpdateReferral(ctx, id).ReferralPatchOperation(given.Patch).IfMatch(current.GetETag())
		_, _, err = request.Execute()
		return values{}, err
	})
	step("error", func() (values, error) {
		_, response, err := api.GetReferral(ctx, given.UnknownID).Execute()
		var failure *referrals.GenericOpenAPIError
		if !errors.As(err, &failure) {
			return nil, err
		}
		body, ok := failure.Model().(referrals.ErrorResponse)
		if !ok {
			return nil, err
		}
		return values{"status": response.StatusCode, "code": body.Error.Code}, nil
	})

	output, err := json.Marshal(seen)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(output))
}
