"""One window that shows one view after the other: what is said at the left, what can be done at the right; on a small
screen or with large letters one above the other, the most important buttons always in sight."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from popupwatch.model import Box
from popupwatch.tray.buttons import Button, ButtonRow
from popupwatch.tray.look import LINE, TEXT, Look, on_wheel, place, room
from popupwatch.tray.page import Banner, Page

# Pixels at 96 to the inch: the window with two columns, its right one, and one with a single column.
_BOTH, _RIGHT, _SINGLE = 1040, 310, 820
_LEAST_HEIGHT = 560
_KEYS = (("Up", -2, "units"), ("Down", 2, "units"), ("Prior", -1, "pages"), ("Next", 1, "pages"))


@dataclass(frozen=True, slots=True)
class Action:
    """A button: what it says and does. The *main* one of a view stands out; what is *always* in sight is not scrolled
    away. *name* is what it is found by."""

    name: str
    text: str
    do: Callable[[], object]
    main: bool = False
    always: bool = False
    apart: bool = False  # some way off the others


@dataclass(frozen=True, slots=True)
class View:
    """What a window shows: a *title* and *leads* above all, what *build* adds to the page, the *actions*. *escape* is
    done at Escape and where the window is closed by its frame."""

    title: str
    build: Callable[[Page], None]
    actions: Sequence[Action]
    escape: Callable[[], object]
    close: Callable[[], object]
    leads: Sequence[str] = ()


class Stage:
    """Shows views in *root*, on *monitor*. *may_answer* is asked before anything is done."""

    def __init__(
        self, root: tk.Tk, look: Look, monitor: Box | None, may_answer: Callable[[], bool] = lambda: True
    ) -> None:
        self.root, self.look, self._monitor, self._may_answer = root, look, monitor, may_answer
        self._shown: View | None = None
        self.buttons: dict[str, Button] = {}
        self._ground: tk.Frame | None = None
        self._page: Page | None = None
        self._wide = self._has_room_for_both()
        on_wheel(root, self._scroll)
        for key, steps, what in _KEYS:
            root.bind(f"<{key}>", lambda _, steps=steps, what=what: self._scroll(steps, what))  # type: ignore[misc]
        root.bind("<Home>", lambda _: self.page.scroll_to(0))
        root.bind("<End>", lambda _: self.page.scroll_to(1))
        root.bind("<Escape>", lambda _: self._when_awake(self._view.escape))
        root.bind_class("Frame", "<FocusIn>", self._focused)
        root.protocol("WM_DELETE_WINDOW", lambda: self._when_awake(self._view.close))

    @property
    def page(self) -> Page:
        assert self._page
        return self._page

    @property
    def spoken(self) -> str:
        """What the view says, to be read aloud."""
        return "\n".join((self._view.title, *self._view.leads, *self.page.spoken))

    @property
    def _view(self) -> View:
        assert self._shown
        return self._shown

    def places(self) -> dict[str, list[int]]:
        """Where each button that can be seen stands on the desktop, and the window itself, called ``""``."""
        shown = {name: button for name, button in self.buttons.items() if self._is_in_sight(button)}
        return {name: _box_of(widget).as_list() for name, widget in {"": self.root, **shown}.items()}

    def _is_in_sight(self, button: Button) -> bool:
        inside = _box_of(self.page if str(button).startswith(str(self.page)) else self.root)
        return inside.union(box := _box_of(button)) == inside and box.width > 1

    def show(self, view: View) -> None:
        """Put *view* in place of the one before. The first one gives the window its size, which it keeps."""
        before, self._shown, self.buttons = self._ground, view, {}
        ground = self._ground = tk.Frame(self.root, background=TEXT.paper)
        wanted = self._side_by_side(ground, view) if self._wide else self._one_above_the_other(ground, view)
        if before:
            before.destroy()
        ground.pack(fill="both", expand=True)
        if not before:
            place(self.root, self._monitor, wanted, (self.look.px(320), self.look.px(240)))
        else:
            self.root.focus_set()

    def _side_by_side(self, ground: tk.Frame, view: View) -> tuple[int, int]:
        width, right = self.look.px(_BOTH), self.look.px(_RIGHT)
        banner = Banner(ground, self.look, view.title, view.leads)
        banner.pack(fill="x")
        rail = tk.Frame(ground, background=TEXT.paper, padx=self.look.gap(18), pady=self.look.gap(14))
        line = tk.Frame(ground, background=LINE, width=1)
        page = self._page = Page(ground, self.look)
        for action in view.actions:
            button = self._button(rail, action)
            button.wrap(right - 2 * self.look.gap(18))
            button.pack(fill="x", pady=(0, self.look.gap(5)), side="bottom" if action.apart else "top")
        view.build(page)
        page.space(24)
        high = page.wrap(width - right - 1)
        rail.pack(side="right", fill="y")
        line.pack(side="right", fill="y", pady=self.look.gap(20))
        page.pack(side="left", fill="both", expand=True)
        ground.update_idletasks()
        rail_high = rail.winfo_reqheight()
        rail.configure(width=right)
        rail.pack_propagate(False)
        return width, banner.wrap(width) + max(high, rail_high)

    def _one_above_the_other(self, ground: tk.Frame, view: View) -> tuple[int, int]:
        wide = room(self._monitor_or_all())[0]
        width, inset = min(wide, self.look.px(_SINGLE)), self.look.gap(18)
        foot = ButtonRow(ground, self.look)
        line = tk.Frame(ground, background=LINE, height=1)
        page = self._page = Page(ground, self.look)
        page.banner(view.title, view.leads)
        view.build(page)
        in_page = page.buttons()
        for action in view.actions:
            row = foot if action.always else in_page
            row.add(self._button(row, action))
        page.space(24)
        high = page.wrap(width)
        foot.wrap(width - 2 * inset)
        foot.bind("<Configure>", lambda event: foot.wrap(event.width))
        foot.pack(side="bottom", fill="x", padx=inset, pady=self.look.gap(8))
        line.pack(side="bottom", fill="x")
        page.pack(fill="both", expand=True)
        return width, high + foot.winfo_reqheight() + 2 * self.look.gap(8) + 1

    def _button(self, parent: tk.Misc, action: Action) -> Button:
        button = Button(parent, self.look, action.text, lambda: self._when_awake(action.do), action.main)
        self.buttons[action.name] = button
        return button

    def _when_awake(self, do: Callable[[], object]) -> None:
        if self._may_answer():
            do()

    def _focused(self, event: tk.Event[tk.Misc]) -> None:
        if isinstance(event.widget, Button) and str(event.widget).startswith(str(self.page)):
            self.page.show(event.widget)

    def _scroll(self, steps: int, what: str = "units") -> None:
        self.page.scroll(steps * (2 if what == "units" else 1), what)

    def _has_room_for_both(self) -> bool:
        width, height = room(self._monitor_or_all())
        return width >= self.look.px(_BOTH) and height >= self.look.px(_LEAST_HEIGHT)

    def _monitor_or_all(self) -> Box:
        return self._monitor or Box(0, 0, self.root.winfo_screenwidth(), self.root.winfo_screenheight())


def _box_of(widget: tk.Misc) -> Box:
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    return Box(left, top, left + widget.winfo_width(), top + widget.winfo_height())
