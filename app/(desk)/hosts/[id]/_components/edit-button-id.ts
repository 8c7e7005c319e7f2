export const editButtonId = "edit";
