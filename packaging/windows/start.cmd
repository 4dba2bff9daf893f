@echo off
rem Sets Workbench up and opens it; a file that is dropped on this one is opened.
where py >nul 2>nul || (
    echo Workbench needs Python 3.11 or newer. Install it from https://www.python.org and start this again.
    pause
    exit /b 2
)
py -3 "%~dp0..\start.py" %*
if errorlevel 1 pause
