import { ActionIcon, Button, type CSSVariablesResolver, colorsTuple, createTheme } from "@mantine/core";
import { darkColors, lightColors } from "./tokens";

const fontFamily = "'Inter Variable', system-ui, sans-serif";
const fontFamilyMonospace = "'JetBrains Mono Variable', ui-monospace, monospace";

/** Sizes, type and defaults of the components. Colours come from the tokens, by `cssVariables`. */
export const theme = createTheme({
  primaryColor: "accent",
  colors: { accent: colorsTuple("#2450cf") },
  fontFamily,
  fontFamilyMonospace,
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.8125rem", lg: "0.9375rem", xl: "1.125rem" },
  lineHeights: { xs: "1.34", sm: "1.54", md: "1.54", lg: "1.47", xl: "1.34" },
  radius: { xs: "0.25rem", sm: "0.25rem", md: "0.375rem", lg: "0.5rem", xl: "0.5rem" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: "sm" },
      vars: () => ({
        root: { "--button-height": "2rem", "--button-padding-x": "0.75rem", "--button-fz": "0.8125rem" },
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    PasswordInput: {
      defaultProps: { visibilityToggleButtonProps: { "aria-label": "Show the password", tabIndex: 0 } },
    },
    InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] } },
  },
});

/** What Mantine calls its colours, said in the tokens, so that both schemes need one list. */
const mantineColors = {
  "--mantine-color-body": "var(--desk-page)",
  "--mantine-color-text": "var(--desk-text)",
  "--mantine-color-bright": "var(--desk-text)",
  "--mantine-color-dimmed": "var(--desk-text-third)",
  "--mantine-color-placeholder": "var(--desk-text-third)",
  "--mantine-color-anchor": "var(--desk-accent)",
  "--mantine-color-error": "var(--desk-critical)",
  "--mantine-color-default": "var(--desk-raised)",
  "--mantine-color-default-hover": "var(--desk-hover)",
  "--mantine-color-default-color": "var(--desk-text)",
  "--mantine-color-default-border": "var(--desk-line-strong)",
  "--mantine-color-disabled": "var(--desk-sunken)",
  "--mantine-color-disabled-color": "var(--desk-text-third)",
  "--mantine-color-disabled-border": "var(--desk-line)",
  "--mantine-color-gray-light-hover": "var(--desk-hover)",
  "--mantine-color-gray-light-color": "var(--desk-text-second)",
  "--mantine-color-accent-filled": "var(--desk-accent-fill)",
  "--mantine-color-accent-filled-hover": "var(--desk-accent-fill-hover)",
  "--mantine-color-accent-light": "var(--desk-tint)",
  "--mantine-color-accent-light-hover": "var(--desk-tint)",
  "--mantine-color-accent-light-color": "var(--desk-accent)",
  "--mantine-color-accent-text": "var(--desk-accent)",
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...lightColors, ...mantineColors },
  dark: { ...darkColors, ...mantineColors },
});
