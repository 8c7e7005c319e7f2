import { IconBrandWindows, IconDeviceDesktop, IconTerminal } from "@tabler/icons-react";
import type { Host } from "@/server/domain/hosts/schema";
import classes from "./marks.module.css";

/** Every state is told by a word, and by a shape or a fill beside its colour. */

export function Environment({ value }: { value: Host["environment"] }) {
  return (
    <span className={classes.environment} data-value={value}>
      {value}
    </span>
  );
}

const criticalityShapes = {
  critical: <path d="M5 0l5 5-5 5-5-5z" />,
  high: <path d="M5 .8l5 8.8H0z" />,
  medium: <path d="M1.5 1.5h7v7h-7z" />,
  low: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
};

export function Criticality({ value }: { value: Host["criticality"] }) {
  return (
    <span className={classes.criticality} data-value={value}>
      <Shape>{criticalityShapes[value]}</Shape>
      {value}
    </span>
  );
}

const statusShapes = {
  active: <circle cx="5" cy="5" r="3.2" />,
  maintenance: <path d="M2 1.5h2v7H2zM6 1.5h2v7H6z" />,
  retired: (
    <path d="M8.1 1.9L1.9 8.1M9 5a4 4 0 1 1-8 0 4 4 0 0 1 8 0z" fill="none" stroke="currentColor" strokeWidth="1.4" />
  ),
};

export function Status({ value }: { value: Host["status"] }) {
  return (
    <span className={classes.status} data-value={value}>
      <Shape>{statusShapes[value]}</Shape>
      <span>{value}</span>
    </span>
  );
}

const operatingSystemIcons = { linux: IconTerminal, windows: IconBrandWindows, macos: IconDeviceDesktop };

export function OperatingSystem({ value }: { value: Host["os"] }) {
  const Icon = operatingSystemIcons[value];
  return (
    <span className={classes.operatingSystem}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {value}
    </span>
  );
}

export function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className={classes.tags}>
      {tags.map((tag) => (
        <li key={tag} className={classes.tag}>
          {tag}
        </li>
      ))}
    </ul>
  );
}

function Shape({ children }: { children: React.ReactNode }) {
  return (
    <svg viewBox="0 0 10 10" width="10" height="10" fill="currentColor" className={classes.shape} aria-hidden>
      {children}
    </svg>
  );
}
