"""The report as a page: opened and clicked in a browser without a screen."""

from __future__ import annotations

import shutil

import pytest

from tests.batch.conftest import CLEAN, DAMAGED
from vnfix.batch.outcome import Outcome, Status
from vnfix.correction import Kind
from vnfix.render.batch_page import write_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")


def page_of(*outcomes):
    return "".join(write_page(lambda: outcomes, "likely", Kind))


def test_what_comes_from_documents_is_escaped():
    attack = "</script><script>alert(1)</script>"
    line = {"line": 1, "parts": [["removed", attack], ["added", attack], ["kept", attack]]}
    record = {
        "type": "correction",
        "file": attack,
        "line": 1,
        "original": attack,
        "replacement": attack,
        "confidence": 0.5,
    }
    details = {"lines": [line], "records": [record]}
    profile = {"ways": [attack], "losses": [[attack, 1.0, 2]]}
    page = page_of(
        Outcome(attack, Status.REPAIRED, format=attack, corrections=1, profile=profile, details=details),
        Outcome("b", Status.FAILED, message=attack),
    )
    assert page.count("<script>") == 1
    assert "alert(1)&lt;/script&gt;" in page


def test_a_page_of_nothing():
    assert "<h1>" in page_of()


def test_files_without_details_say_so():
    assert "only the counts are known" in page_of(Outcome("a", Status.REPAIRED, corrections=3))


@pytest.fixture
def browser():
    webdriver = pytest.importorskip("selenium.webdriver")
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("no chromium with its chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def test_the_page_in_a_browser(run, put, tmp_path, browser):
    from selenium.webdriver.support.select import Select

    put("một/a.txt", DAMAGED)
    put("b.txt", CLEAN)
    put("<i>c.docx", b"nothing")
    assert run("in", "out", "--report", "r.html").returncode == 3
    browser.get((tmp_path / "r.html").as_uri())

    def shown():
        return [
            one.find_element("class name", "name").text
            for one in browser.find_elements("css selector", "details.document")
            if one.is_displayed()
        ]

    assert shown() == ["<i>c.docx", "b.txt", "một/a.txt"]
    assert "3 of 3" in browser.find_element("id", "shown").text
    search = browser.find_element("id", "search")
    search.send_keys("CƠ QUAN")
    assert shown() == ["một/a.txt"]
    browser.find_element("css selector", "details[data-status=repaired] summary").click()
    row = browser.find_element("css selector", "details[open] table.sides tr")
    assert [cell.text for cell in row.find_elements("tag name", "td")] == [
        "1",
        DAMAGED.strip(),
        DAMAGED.strip()
        .replace("c  quan", "cơ quan")
        .replace("đ n", "đơn")
        .replace("tr c", "trực")
        .replace("th c", "thực"),
    ]
    assert next(one.text for one in row.find_elements("tag name", "ins")) == "cơ"
    search.clear()
    search.send_keys("\ue003")
    status = Select(browser.find_element("id", "status"))
    status.select_by_visible_text("failed")
    assert shown() == ["<i>c.docx"]
    status.select_by_visible_text("all")
    browser.find_element("id", "open").click()
    assert len(browser.find_elements("css selector", "details.document[open]")) == 3
    browser.find_element("id", "close").click()
    assert browser.find_elements("css selector", "details.document[open]") == []
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
