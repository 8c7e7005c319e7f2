import { ChooseValue } from "@/app/_components/choose-value";
import { auditEventFilter } from "@/server/domain/audit-events/schema";

type Props = {
  label: string;
  description: string;
  /** The field of the filter, which knows what is good. */
  name: "ip" | "requestId" | "batchId";
  value: string;
  choose: (value: string) => void;
};

/** Asks for one value of where an event came from. */
export function ValueForm({ name, ...props }: Props) {
  return <ChooseValue submitLabel="Show these" schema={auditEventFilter.shape[name]} {...props} />;
}
