#!/bin/sh
# Puts a bundle made by PyInstaller into a user's own folders: the program, its menu entry and its file types.
#     packaging/linux/install.sh dist/workbench
set -eu
bundle=${1:?usage: install.sh BUNDLE}
here=$(dirname "$0")
data=${XDG_DATA_HOME:-$HOME/.local/share}
program=$HOME/.local/bin/workbench

mkdir -p "$data/applications" "$HOME/.local/bin" "$HOME/.local/opt"
rm -rf "$HOME/.local/opt/workbench"
mkdir -p "$data/icons/hicolor/scalable/apps"
cp "$here/workbench.svg" "$data/icons/hicolor/scalable/apps/workbench.svg"
cp -R "$bundle" "$HOME/.local/opt/workbench"
ln -sf "$HOME/.local/opt/workbench/workbench" "$program"
sed "s|^Exec=workbench|Exec=$program|" "$here/workbench.desktop" > "$data/applications/workbench.desktop"
if command -v update-desktop-database > /dev/null; then
    update-desktop-database "$data/applications"
fi
echo "Installed. Start it from the menu, or with: $program"
