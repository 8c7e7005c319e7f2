import type { UseFormReturnType } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { focusFirstInvalid, formErrorsOf } from "@/app/_lib/form-errors";
import { problemOf } from "@/app/_lib/problem";
import { useIdempotencyKey } from "@/app/_lib/use-idempotency-key";
import { registerHost } from "@/server/domain/hosts/schema";
import { type HostValues, inputOf } from "./host-values";

/** Sends a form to `hosts.register`, and leads to the host that it became. What is refused is told at its field. */
export function useRegistration(form: UseFormReturnType<HostValues>) {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const idempotencyKeyFor = useIdempotencyKey();

  const { mutate, status, error } = useMutation({
    mutationFn: (values: HostValues) => {
      const input = registerHost.parse(inputOf(values));
      return client.hosts.register.mutate(input, { context: { idempotencyKey: idempotencyKeyFor(input) } });
    },
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries(api.hosts.pathFilter());
      router.push(`/hosts/${id}`);
    },
    onError: (refusal) => {
      const errors = formErrorsOf(problemOf(refusal), form.getValues());
      form.setErrors(errors);
      focusFirstInvalid(form, errors);
    },
  });

  // Until the next page stands there, what succeeded is still under way.
  const isPending = status === "pending" || status === "success";
  return { register: (values: HostValues) => mutate(values), isPending, problem: error && problemOf(error) };
}
