"use client";

import { Button, type ButtonProps } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";

type Props = ButtonProps & { href: string; children: ReactNode };

/** A link that looks like a button. */
export function LinkButton({ href, variant = "default", ...props }: Props) {
  return <Button component={Link} href={href} variant={variant} {...props} />;
}
