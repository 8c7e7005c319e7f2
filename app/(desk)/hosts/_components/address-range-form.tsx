import { ChooseValue } from "@/app/_components/choose-value";
import { addressRange } from "@/server/domain/addresses/schema";

/** Asks for a range of addresses. */
export function AddressRangeForm(props: { value: string; choose: (range: string) => void }) {
  return (
    <ChooseValue
      label="IP range"
      description="Such as 10.0.0.0/8 or 2001:db8::/32; an address without a length is that one address."
      submitLabel="Show this range"
      schema={addressRange}
      {...props}
    />
  );
}
