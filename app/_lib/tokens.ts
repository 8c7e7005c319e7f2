/** The colours of OpsDesk by what they mean, each for light and dark. Contrasts are checked by the accessibility tests. */
const colors = {
  page: ["#ffffff", "#131518"],
  raised: ["#ffffff", "#191c20"],
  navigation: ["#f5f6f8", "#0d0f11"],
  sunken: ["#f7f8f9", "#17191d"],
  hover: ["#eef0f3", "#22262c"],
  line: ["#e3e6ea", "#282c33"],
  "line-strong": ["#cbd0d8", "#3b414b"],
  "control-edge": ["#7f8896", "#78818f"],
  text: ["#14171c", "#e9ebee"],
  "text-second": ["#434a55", "#b7bdc7"],
  "text-third": ["#5e6672", "#959da9"],
  accent: ["#2450cf", "#8faeff"],
  "accent-fill": ["#2450cf", "#3a62db"],
  "accent-fill-hover": ["#1c43b4", "#3056c6"],
  tint: ["#ebf0fe", "#1a2445"],
  "tint-edge": ["#b4c5f7", "#3a4f92"],
  critical: ["#b3141f", "#ff8d88"],
  "critical-ground": ["#fdecec", "#391b1d"],
  warning: ["#914700", "#f0ae60"],
  "warning-ground": ["#fdf1e0", "#33250f"],
  proven: ["#12693a", "#6fcb95"],
  "proven-ground": ["#e5f4ea", "#13301f"],
} as const;

/** One scheme's colours as CSS variables: `--desk-page`, `--desk-text-second` and so on. */
function variablesOf(scheme: 0 | 1): Record<string, string> {
  return Object.fromEntries(Object.entries(colors).map(([name, values]) => [`--desk-${name}`, values[scheme]]));
}

export const lightColors = variablesOf(0);
export const darkColors = variablesOf(1);
