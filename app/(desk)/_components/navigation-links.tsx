"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { may } from "@/app/_lib/may";
import { navigation } from "./navigation";
import classes from "./navigation-links.module.css";
import { useProfile } from "./profile";

/** The places that one's role may read: a column at the side, or a bar at a phone's foot. */
export function NavigationLinks() {
  const profile = useProfile();
  const pathname = usePathname();
  return (
    <ul className={classes.list}>
      {navigation
        .filter(({ permission }) => may(profile, permission))
        .map(({ href, label, icon: Icon }) => (
          <li key={href}>
            <Link href={href} className={classes.link} aria-current={pathname.startsWith(href) ? "page" : undefined}>
              <Icon size={18} stroke={1.75} aria-hidden />
              {label}
            </Link>
          </li>
        ))}
    </ul>
  );
}
